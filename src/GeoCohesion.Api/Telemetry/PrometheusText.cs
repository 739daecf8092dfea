using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace GeoCohesion.Api.Telemetry;

/// <summary>Collects the numbers of a meter and writes them in the text format of Prometheus (0.0.4). Thread-safe.</summary>
sealed class PrometheusText : IDisposable
{
    /// <summary>Media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    // Upper bounds of the classes of durations, in seconds.
    static readonly double[] s_bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();

    /// <summary>Listens to a meter.</summary>
    public PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All numbers as they are now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var group in _series.GroupBy(entry => entry.Key.Instrument).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            var instrument = group.Key;
            var isHistogram = instrument is Histogram<double>;
            var isCounter = instrument is Counter<long>;
            var name = instrument.Name.Replace('.', '_') + instrument.Unit switch
            {
                "s" => "_seconds",
                "bytes" => "_bytes",
                _ => "",
            } + (isCounter ? "_total" : "");
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(isHistogram ? "histogram" : isCounter ? "counter" : "gauge")}\n");
            foreach (var ((_, labels), series) in group.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, name, labels, isHistogram);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, tag) in tags)
        {
            labels.Append(labels.Length > 0 ? "," : "").Append(key).Append("=\"").Append(Escaped(Convert.ToString(tag, CultureInfo.InvariantCulture)!)).Append('"');
        }

        _series.GetOrAdd((instrument, labels.ToString()), _ => new Series()).Add(value, isSum: instrument is Counter<long> or Histogram<double>);
    }

    static string Escaped(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    sealed class Series
    {
        readonly Lock _lock = new();
        readonly long[] _classes = new long[s_bounds.Length + 1];
        double _value;

        public void Add(double value, bool isSum)
        {
            lock (_lock)
            {
                _value = isSum ? _value + value : value;
                var place = Array.FindIndex(s_bounds, bound => value <= bound);
                _classes[place < 0 ? s_bounds.Length : place]++;
            }
        }

        public void Write(StringBuilder text, string name, string labels, bool isHistogram)
        {
            lock (_lock)
            {
                var braced = labels.Length > 0 ? $"{{{labels}}}" : "";
                if (!isHistogram)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{braced} {_value}\n");
                    return;
                }

                var below = 0L;
                for (var i = 0; i < _classes.Length; i++)
                {
                    below += _classes[i];
                    var bound = i < s_bounds.Length ? s_bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"}} {below}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braced} {_value}\n{name}_count{braced} {below}\n");
            }
        }
    }
}
