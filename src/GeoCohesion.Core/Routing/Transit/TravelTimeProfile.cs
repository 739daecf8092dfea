namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Seconds of a window over which the travel time is a straight line.</summary>
/// <param name="FirstSecond">First second.</param>
/// <param name="LastSecond">Last second, inclusive.</param>
/// <param name="TravelTimeSeconds">Travel time at the first second.</param>
/// <param name="Slope">Seconds of travel time per second of the window: -1 while waiting for a departure, 1 before an arrival deadline, 0
/// for a direct walk.</param>
public readonly record struct ProfilePiece(int FirstSecond, int LastSecond, int TravelTimeSeconds, int Slope)
{
    /// <summary>Travel time at the last second.</summary>
    public int LastTravelTimeSeconds => TravelTimeSeconds + (Slope * (LastSecond - FirstSecond));

    /// <summary>Shortest travel time of the piece.</summary>
    public int ShortestSeconds => Math.Min(TravelTimeSeconds, LastTravelTimeSeconds);

    /// <summary>Longest travel time of the piece.</summary>
    public int LongestSeconds => Math.Max(TravelTimeSeconds, LastTravelTimeSeconds);

    /// <summary>Number of seconds.</summary>
    public int Count => LastSecond - FirstSecond + 1;
}

/// <summary>Travel time as a function of the second of a window, exact; and the figures read from it. Definitions:
/// <c>docs/transit.md</c>.</summary>
/// <remarks>Refilled by each read-out of a search without allocating, once it has grown. Not thread-safe. Every figure takes O(pieces) or
/// O(pieces x log seconds).</remarks>
public sealed class TravelTimeProfile
{
    (int Arrival, int Latest)[] _pairs = new (int, int)[64];
    ProfilePiece[] _pieces = new ProfilePiece[64];
    int _pairCount;
    int _pieceCount;

    /// <summary>The window.</summary>
    public TimeWindow Window { get; private set; }

    /// <summary>The straight pieces, ascending, apart; seconds in none of them are unreached.</summary>
    public ReadOnlySpan<ProfilePiece> Pieces => _pieces.AsSpan(0, _pieceCount);

    /// <summary>Seconds of the window with a journey.</summary>
    public int ReachedSeconds { get; private set; }

    /// <summary>Sum of the travel times of all reached seconds; the exact mean is this over <see cref="ReachedSeconds"/>.</summary>
    public long SumSeconds { get; private set; }

    /// <summary>Mean travel time in seconds over the reached seconds, or NaN when there are none.</summary>
    public double MeanSeconds => ReachedSeconds == 0 ? double.NaN : (double)SumSeconds / ReachedSeconds;

    /// <summary>Share of the window with a journey, 0 to 1.</summary>
    public double ReachedShare => (double)ReachedSeconds / Window.Count;

    /// <summary>Shortest travel time, or <see cref="TravelTime.Unreached"/>.</summary>
    public int BestSeconds { get; private set; }

    /// <summary>First second with the shortest travel time; the window's first when there is no journey.</summary>
    public int BestSecond { get; private set; }

    /// <summary>Longest travel time, or <see cref="TravelTime.Unreached"/> when any second is unreached.</summary>
    public int WorstSeconds { get; private set; }

    /// <summary>First second with the longest travel time: the first unreached one, if any.</summary>
    public int WorstSecond { get; private set; }

    /// <summary>Number of journeys with a ride that are the fastest at some second of the window.</summary>
    public int JourneyCount { get; private set; }

    /// <summary>
    /// First second at which one leaves for a ride without waiting, or <see cref="TravelTime.Unreached"/>; in a function of arrivals,
    /// at which one arrives by one.
    /// </summary>
    public int FirstJourneySecond { get; private set; }

    /// <summary>
    /// Last such second, or <see cref="TravelTime.Unreached"/>. At the window's last second
    /// (of arrivals: at its first) one may have to wait after all.
    /// </summary>
    public int LastJourneySecond { get; private set; }

    /// <summary>Travel time at a second of the window, or <see cref="TravelTime.Unreached"/>.</summary>
    public int At(int second)
    {
        var (low, high) = (0, _pieceCount - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            ref readonly var piece = ref _pieces[middle];
            if (second > piece.LastSecond)
            {
                low = middle + 1;
            }
            else if (second < piece.FirstSecond)
            {
                high = middle - 1;
            }
            else
            {
                return piece.TravelTimeSeconds + (piece.Slope * (second - piece.FirstSecond));
            }
        }

        return TravelTime.Unreached;
    }

    /// <summary>Number of seconds of the window with a travel time of at most <paramref name="limitSeconds"/>. For a strict limit, ask
    /// for one second less.</summary>
    public int CountWithin(int limitSeconds) => CountAndRise(limitSeconds).Count;

    /// <summary>Share of the window, 0 to 1, with a travel time of at most <paramref name="limitSeconds"/>, or below it when
    /// <paramref name="isStrict"/>.</summary>
    public double ShareWithin(int limitSeconds, bool isStrict = false) =>
        (double)CountWithin(isStrict ? limitSeconds - 1 : limitSeconds) / Window.Count;

    /// <summary>Nearest-rank percentile over all seconds of the window; <see cref="TravelTime.Unreached"/> when that rank is an unreached
    /// second.</summary>
    /// <param name="percentile">1 to 100.</param>
    public int PercentileSeconds(int percentile)
    {
        var rank = RankIndex(percentile, Window.Count);
        if (rank >= ReachedSeconds)
        {
            return TravelTime.Unreached;
        }

        // The count rises by as many seconds as there are pieces in the middle of it: a step along that line comes near, and halving sees to it
        // that the search ends.
        var (low, high) = (BestSeconds, LongestReachedSeconds());
        var (guess, isStep) = (low, true);
        while (low < high)
        {
            var (count, rising) = CountAndRise(guess);
            if (count > rank)
            {
                high = guess;
            }
            else
            {
                low = guess + 1;
            }

            var step = guess + ((rank + 1 - count) / Math.Max(1, rising));
            guess = isStep && step >= low && step < high ? step : low + ((high - low) >> 1);
            isStep = !isStep;
        }

        return low;
    }

    /// <summary>Seconds of the window within a travel time, and how many more there are for each further second of it.</summary>
    (int Count, int Rise) CountAndRise(int limitSeconds)
    {
        var (count, rise) = (0, 0);
        foreach (ref readonly var piece in Pieces)
        {
            var margin = limitSeconds - piece.ShortestSeconds;
            var within = margin < 0 ? 0 : piece.Slope == 0 ? piece.Count : Math.Min(piece.Count, margin + 1);
            count += within;
            rise += margin >= 0 && within < piece.Count ? 1 : 0;
        }

        return (count, rise);
    }

    /// <summary>Index of the nearest-rank percentile among ascending samples: <c>ceil(p / 100 * count) - 1</c> in integers.</summary>
    /// <param name="percentile">1 to 100.</param>
    /// <param name="count">Number of samples, above 0.</param>
    public static int RankIndex(int percentile, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percentile, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentile, 100);
        return (int)((((long)percentile * count) + 99) / 100) - 1;
    }

    /// <summary>Travel times at the window's first second and every <paramref name="stepSeconds"/> after it, as R5 samples them.</summary>
    /// <param name="stepSeconds">Above 0.</param>
    /// <param name="travelTimeSeconds">Filled with <see cref="SampleCount"/> values.</param>
    public void Sample(int stepSeconds, Span<int> travelTimeSeconds)
    {
        var count = SampleCount(stepSeconds);
        travelTimeSeconds[..count].Fill(TravelTime.Unreached);
        foreach (ref readonly var piece in Pieces)
        {
            var i = (piece.FirstSecond - Window.FromSeconds + stepSeconds - 1) / stepSeconds;
            for (; i < count && Window.FromSeconds + (i * stepSeconds) <= piece.LastSecond; i++)
            {
                travelTimeSeconds[i] =
                    piece.TravelTimeSeconds + (piece.Slope * (Window.FromSeconds + (i * stepSeconds) - piece.FirstSecond));
            }
        }
    }

    /// <summary>Number of samples <see cref="Sample"/> takes.</summary>
    public int SampleCount(int stepSeconds) => (Window.Count + stepSeconds - 1) / stepSeconds;

    /// <summary>Maximal runs of seconds with no journey of at most <paramref name="limitSeconds"/>, ascending; ends inclusive.</summary>
    public IReadOnlyList<(int FirstSecond, int LastSecond)> GapsAbove(int limitSeconds)
    {
        var gaps = new List<(int, int)>();
        var open = Window.FromSeconds;
        foreach (ref readonly var piece in Pieces)
        {
            var margin = limitSeconds - piece.ShortestSeconds;
            if (margin < 0)
            {
                continue;
            }

            var first = piece.Slope < 0 ? Math.Max(piece.FirstSecond, piece.LastSecond - margin) : piece.FirstSecond;
            var last = piece.Slope > 0 ? Math.Min(piece.LastSecond, piece.FirstSecond + margin) : piece.LastSecond;
            if (first > open)
            {
                gaps.Add((open, first - 1));
            }

            open = last + 1;
        }

        if (open < Window.ToSeconds)
        {
            gaps.Add((open, Window.LastSecond));
        }

        return gaps;
    }

    /// <summary>Forgets the pairs.</summary>
    internal void Begin() => _pairCount = 0;

    /// <summary>Adds a journey that leaves at <paramref name="latestSeconds"/> at the latest; both ascend strictly from call to
    /// call.</summary>
    internal void Add(int arrivalSeconds, int latestSeconds)
    {
        if (_pairCount == _pairs.Length)
        {
            Array.Resize(ref _pairs, 2 * _pairCount);
        }

        _pairs[_pairCount++] = (arrivalSeconds, latestSeconds);
    }

    /// <summary>Makes the function of the pairs, which are in the time of the search.</summary>
    internal void End(TimeWindow window, int maxDurationSeconds, int directWalkSeconds)
    {
        // In a large matrix most pairs are out of reach, one after the other.
        if (_pairCount == 0 && _pieceCount == 0 && Window == window && directWalkSeconds > maxDurationSeconds)
        {
            return;
        }

        Start(window);
        var from = window.FromSeconds;
        for (var i = 0; i < _pairCount && from < window.ToSeconds; i++)
        {
            var last = Math.Min(_pairs[i].Latest, window.LastSecond);
            if (last >= from)
            {
                AddJourney(from, last, _pairs[i].Arrival, maxDurationSeconds, directWalkSeconds);
                from = last + 1;
            }
        }

        Finish(from, maxDurationSeconds, directWalkSeconds);
    }

    /// <summary>Makes the function of departure time of the pairs of a mirrored search, whose arrivals are negated departures and the
    /// other way round.</summary>
    internal void EndMirrored(TimeWindow departures, int maxDurationSeconds, int directWalkSeconds)
    {
        Start(departures);
        var from = departures.FromSeconds;
        for (var i = _pairCount - 1; i >= 0 && from < departures.ToSeconds; i--)
        {
            var last = Math.Min(-_pairs[i].Arrival, departures.LastSecond);
            if (last >= from)
            {
                AddJourney(from, last, -_pairs[i].Latest, maxDurationSeconds, directWalkSeconds);
                from = last + 1;
            }
        }

        Finish(from, maxDurationSeconds, directWalkSeconds);
    }

    /// <summary>Turns a function over negated seconds, as a mirrored search makes it, into one over seconds.</summary>
    internal void Negate()
    {
        Window = new TimeWindow(1 - Window.ToSeconds, 1 - Window.FromSeconds);
        _pieces.AsSpan(0, _pieceCount).Reverse();
        for (var i = 0; i < _pieceCount; i++)
        {
            var piece = _pieces[i];
            _pieces[i] = new ProfilePiece(-piece.LastSecond, -piece.FirstSecond, piece.LastTravelTimeSeconds, -piece.Slope);
        }

        Summarize();
    }

    void Start(TimeWindow window)
    {
        Window = window;
        _pieceCount = 0;
    }

    void Finish(int from, int maxDurationSeconds, int directWalkSeconds)
    {
        if (directWalkSeconds <= maxDurationSeconds && from < Window.ToSeconds)
        {
            AddPiece(from, Window.LastSecond, directWalkSeconds, 0);
        }

        Summarize();
    }

    void AddJourney(int first, int last, int arrival, int maxDurationSeconds, int directWalkSeconds)
    {
        var walks = directWalkSeconds <= maxDurationSeconds;
        // The first second whose journey is short enough, or no longer than the walk.
        var turn = arrival - (walks ? directWalkSeconds : maxDurationSeconds);
        if (walks && first < turn)
        {
            AddPiece(first, Math.Min(last, turn - 1), directWalkSeconds, 0);
        }

        if (last >= turn)
        {
            var begin = Math.Max(first, turn);
            AddPiece(begin, last, arrival - begin, -1);
        }
    }

    void AddPiece(int first, int last, int travelTime, int slope)
    {
        if (slope == 0 && _pieceCount > 0 && _pieces[_pieceCount - 1] is { Slope: 0 } before && before.LastSecond == first - 1)
        {
            _pieces[_pieceCount - 1] = before with { LastSecond = last };
            return;
        }

        if (_pieceCount == _pieces.Length)
        {
            Array.Resize(ref _pieces, 2 * _pieceCount);
        }

        _pieces[_pieceCount++] = new ProfilePiece(first, last, travelTime, slope);
    }

    void Summarize()
    {
        (ReachedSeconds, SumSeconds) = (0, 0);
        (BestSeconds, BestSecond) = (TravelTime.Unreached, Window.FromSeconds);
        (WorstSeconds, WorstSecond) = (-1, Window.FromSeconds);
        (JourneyCount, FirstJourneySecond, LastJourneySecond) = (0, TravelTime.Unreached, TravelTime.Unreached);
        var expected = Window.FromSeconds;
        foreach (ref readonly var piece in Pieces)
        {
            if (piece.Slope != 0)
            {
                LastJourneySecond = piece.Slope < 0 ? piece.LastSecond : piece.FirstSecond;
                FirstJourneySecond = JourneyCount == 0 ? LastJourneySecond : FirstJourneySecond;
                JourneyCount++;
            }

            ReachedSeconds += piece.Count;
            SumSeconds += (long)(piece.TravelTimeSeconds + piece.LastTravelTimeSeconds) * piece.Count / 2;
            if (piece.ShortestSeconds < BestSeconds)
            {
                (BestSeconds, BestSecond) = (piece.ShortestSeconds, piece.Slope < 0 ? piece.LastSecond : piece.FirstSecond);
            }

            if (piece.FirstSecond > expected && WorstSeconds < TravelTime.Unreached)
            {
                (WorstSeconds, WorstSecond) = (TravelTime.Unreached, expected);
            }

            if (piece.LongestSeconds > WorstSeconds)
            {
                (WorstSeconds, WorstSecond) = (piece.LongestSeconds, piece.Slope > 0 ? piece.LastSecond : piece.FirstSecond);
            }

            expected = piece.LastSecond + 1;
        }

        if (expected < Window.ToSeconds && WorstSeconds < TravelTime.Unreached)
        {
            (WorstSeconds, WorstSecond) = (TravelTime.Unreached, expected);
        }
    }

    int LongestReachedSeconds()
    {
        var longest = 0;
        foreach (ref readonly var piece in Pieces)
        {
            longest = Math.Max(longest, piece.LongestSeconds);
        }

        return longest;
    }
}
