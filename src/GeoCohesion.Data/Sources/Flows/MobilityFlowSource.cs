using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Flows;

/// <summary>
/// Reads the census's flows between communes: INSEE's detailed files MOBPRO and MOBSCO, where each row is a sampled person with a weight,
/// and the aggregates <c>base-flux-mobilite</c>, where each row is a flow.
/// </summary>
/// <remarks>
/// Rows are streamed; memory goes to pairs of communes of interest only. Weights are added up, rows never counted. Of Paris, Lyon and
/// Marseille the arrondissement is the commune, or the whole city where only that is among the communes asked for.
/// </remarks>
public static class MobilityFlowSource
{
    /// <summary>Reads the flows of one file.</summary>
    /// <returns>One per pair of communes and mode, by residence, destination and mode in ordinal order.</returns>
    /// <exception cref="InputException">
    /// As <see cref="TableReader.Open(string, NoticeLog, TableOptions?)"/>; a column is missing (<c>column-missing</c>), a weight is no
    /// number (<c>number-missing</c>, <c>number-malformed</c>) or negative (<c>flow-weight-negative</c>), a code is none of a commune
    /// (<c>flow-code-malformed</c>), there is no row (<c>flows-empty</c>), or it cannot be told what the codes of <c>TRANS</c> mean
    /// (<c>flow-year-unknown</c>).
    /// </exception>
    public static IReadOnlyList<MobilityFlow> Read(FlowSourceOptions options, NoticeLog notices)
    {
        using var table = TableReader.Open(options.Path, notices, new TableOptions { MissingMarkers = TableOptions.FrenchMissingMarkers });
        var reading = new Reading(table, options);
        while (table.Read())
        {
            reading.Take();
        }

        if (table.RecordsRead == 0)
        {
            throw new InputException(
                "flows-empty",
                "the table has no row; one per person or per pair of communes is expected.",
                new SourceLocation(options.Path));
        }

        reading.Report(notices);
        return reading.Flows();
    }

    sealed class Reading
    {
        readonly TableReader _table;
        readonly FlowSourceOptions _options;
        readonly TableColumn _from;
        readonly TableColumn _arrondissement;
        readonly TableColumn _to;
        readonly TableColumn _abroad;
        readonly TableColumn _weight;
        readonly TableColumn _mode;
        readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _interest;
        readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _codes = Codes();
        readonly Dictionary<(string From, string To, byte Mode), double> _weights = [];
        readonly Tally _outside = new();
        readonly Tally _withoutEnd = new();
        readonly Tally _padded = new();
        bool _hasSix;

        public Reading(TableReader table, FlowSourceOptions options)
        {
            (_table, _options) = (table, options);
            _interest = Codes(options.Communes ?? []);
            var isWork = options.Kind == FlowKind.Work;
            _from = table.Require("COMMUNE", "CODGEO");
            _to = isWork ? table.Require("DCLT") : table.Require("DCETUF", "DCETU");
            if (_from.Name.Equals("CODGEO", StringComparison.OrdinalIgnoreCase))
            {
                // The rest of the name tells the census and who is counted: NBFLUX_C20_ACTOCC15P.
                const string Start = "NBFLUX";
                var name = table.Header.FirstOrDefault(name => name.StartsWith(Start, StringComparison.OrdinalIgnoreCase));
                _weight = table.Require(name ?? Start);
                (_arrondissement, _abroad, _mode) = (TableColumn.None, TableColumn.None, TableColumn.None);
                return;
            }

            _weight = table.Require("IPONDI");
            _arrondissement = table.Find("ARM");
            _abroad = table.Find(isWork ? "DCFLT" : "DCETUE");
            _mode = isWork ? table.Find("TRANS") : TableColumn.None;
        }

        /// <summary>Takes the current row.</summary>
        public void Take()
        {
            var mode = Mode();
            Span<char> from = stackalloc char[FlowCommune.Length];
            Span<char> to = stackalloc char[FlowCommune.Length];
            var isComplete = (Code(_arrondissement, from) || Code(_from, from))
                & ((Code(_abroad, to) && !to.SequenceEqual(FlowCommune.InFrance)) || Code(_to, to));
            if (!isComplete)
            {
                _withoutEnd.Count(_table.At());
                return;
            }

            if (_options.Communes is not null && !(Resolve(from) | Resolve(to)))
            {
                _outside.Count(_table.At());
                return;
            }

            var weight = _table.Number(_weight);
            if (weight < 0)
            {
                throw new InputException(
                    "flow-weight-negative",
                    $"found '{_table.Text(_weight)}'; a number of people, 0 or more, is expected.",
                    _table.At(_weight));
            }

            var key = (Intern(from), Intern(to), mode);
            _weights[key] = _weights.GetValueOrDefault(key) + weight;
        }

        /// <summary>Tells what was left out or mended.</summary>
        public void Report(NoticeLog notices)
        {
            Add(
                "flow-outside-area",
                NoticeSeverity.Information,
                _outside,
                "rows are about other communes than those of the districts, and are left out.");
            Add(
                "flow-without-commune",
                NoticeSeverity.Warning,
                _withoutEnd,
                "rows do not say where their people live, or where they go to; they are left out.");
            Add(
                "flow-code-padded",
                NoticeSeverity.Warning,
                _padded,
                "codes of communes have lost their leading zero, as spreadsheets do; it is put back.");
            if (_weights.Count == 0)
            {
                notices.Add(
                    "flow-none-of-area",
                    NoticeSeverity.Warning,
                    new SourceLocation(_options.Path),
                    "no row leaves from or goes to a commune of the districts.");
            }

            var unknown = _weights.Keys.Count(key => key.Mode is not FlowModeCodes.NotGiven and not (>= (byte)'1' and <= (byte)'6'));
            if (unknown > 0)
            {
                notices.Add(
                    "flow-mode-unknown",
                    NoticeSeverity.Warning,
                    new SourceLocation(_options.Path, 1, _mode.Name),
                    "pairs of communes have people whose mode is none of the codes 1 to 6; they are kept with the mode unknown.",
                    unknown);
            }

            void Add(string code, NoticeSeverity severity, Tally tally, string sentence)
            {
                if (tally.Total > 0)
                {
                    notices.Add(code, severity, tally.First, sentence, tally.Total);
                }
            }
        }

        /// <summary>The flows.</summary>
        public IReadOnlyList<MobilityFlow> Flows()
        {
            var isGiven = _weights.Keys.Any(key => key.Mode != FlowModeCodes.NotGiven);
            var year = _options.Year ?? FlowModeCodes.YearIn(_options.Path);
            var modes = isGiven ? FlowModeCodes.List(_hasSix, year, new SourceLocation(_options.Path, 1, _mode.Name)) : [];
            return
            [
                .. _weights
                    .GroupBy(pair => (pair.Key.From, pair.Key.To, Mode: NameOf(pair.Key.Mode)))
                    .Select(group => (Ends: group.Key, Weight: group.Sum(pair => pair.Value)))
                    .Select(group => new MobilityFlow(_options.Kind, group.Ends.From, group.Ends.To, group.Ends.Mode, group.Weight))
                    .OrderBy(flow => flow.FromCommune, StringComparer.Ordinal)
                    .ThenBy(flow => flow.ToCommune, StringComparer.Ordinal)
                    .ThenBy(flow => flow.Mode, StringComparer.Ordinal),
            ];

            string NameOf(byte code) => code - '1' is >= 0 and var index && index < modes.Count ? modes[index] : FlowModes.Unknown;
        }

        static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Codes(params IEnumerable<string> codes) =>
            new HashSet<string>(codes, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        byte Mode()
        {
            // The code 6 tells the newer list also where it stands in a row that is left out.
            var field = _table.Utf8(_mode);
            _hasSix |= field is [(byte)'6'];
            return field switch
            {
                [] => FlowModeCodes.NotGiven,
                [var code] => code,
                _ => 0,
            };
        }

        /// <summary>Reads a code of five characters.</summary>
        /// <returns>False where there is none.</returns>
        bool Code(TableColumn column, Span<char> code)
        {
            var field = _table.Utf8(column);
            if (field.IsEmpty)
            {
                return false;
            }

            var isPadded = field.Length == FlowCommune.Length - 1 && !field.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            if ((field.Length != FlowCommune.Length && !isPadded) || !Ascii.IsValid(field))
            {
                throw new InputException(
                    "flow-code-malformed",
                    $"found '{_table.Text(column)}'; the code of a commune, 5 characters such as 22113 or 2A004, is expected.",
                    _table.At(column));
            }

            code[0] = '0';
            Ascii.ToUpper(field, code[(isPadded ? 1 : 0)..], out _);
            if (isPadded)
            {
                _padded.Count(_table.At(column));
            }

            return !code.SequenceEqual(FlowCommune.None);
        }

        /// <summary>Whether a commune is of interest, an arrondissement also as the city it is a part of.</summary>
        bool Resolve(Span<char> code)
        {
            if (_interest.Contains(code))
            {
                return true;
            }

            var city = FlowCommune.OfArrondissement(code);
            var isOfCity = city.Length > 0 && _interest.Contains(city);
            if (isOfCity)
            {
                city.CopyTo(code);
            }

            return isOfCity;
        }

        string Intern(ReadOnlySpan<char> code)
        {
            if (!_codes.TryGetValue(code, out var text))
            {
                _codes.Add(code);
                _codes.TryGetValue(code, out text);
            }

            return text!;
        }
    }

    sealed class Tally
    {
        public long Total { get; private set; }

        public SourceLocation First { get; private set; }

        public void Count(SourceLocation at)
        {
            First = Total++ == 0 ? at : First;
        }
    }
}
