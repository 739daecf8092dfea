using System.Diagnostics;
using System.Globalization;
using GeoCohesion.Data.Jobs;
using Spectre.Console;

namespace GeoCohesion.Cli;

/// <summary>Shows a job's progress on standard error: bars on a terminal, one line a step elsewhere.</summary>
static class ConsoleProgress
{
    /// <summary>Runs a job while its progress is shown.</summary>
    public static T Run<T>(TextWriter error, Func<IProgress<JobProgress>, T> job)
    {
        if (Console.IsErrorRedirected)
        {
            return job(new LineProgress(error));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(context => job(new BarProgress(context)));
    }

    sealed class LineProgress(TextWriter error) : IProgress<JobProgress>
    {
        static readonly TimeSpan s_between = TimeSpan.FromSeconds(30);

        readonly Dictionary<string, (Stopwatch Clock, TimeSpan Told)> _steps = [];

        public void Report(JobProgress value)
        {
            lock (_steps)
            {
                if (!_steps.TryGetValue(value.Step, out var step))
                {
                    _steps.Add(value.Step, (Stopwatch.StartNew(), TimeSpan.Zero));
                    error.WriteLine($"{value.Step} ...");
                    return;
                }

                // A long step says now and then how long it will take.
                var elapsed = step.Clock.Elapsed;
                if (elapsed - step.Told >= s_between && value.Fraction is > 0 and < 1)
                {
                    _steps[value.Step] = (step.Clock, elapsed);
                    var rest = elapsed * ((1 - value.Fraction) / value.Fraction);
                    error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{value.Step}: {Math.Floor(100 * value.Fraction)} %, about {Math.Ceiling(rest.TotalMinutes)} min left ..."));
                }
            }
        }
    }

    sealed class BarProgress(ProgressContext context) : IProgress<JobProgress>
    {
        readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(JobProgress value)
        {
            lock (_tasks)
            {
                if (!_tasks.TryGetValue(value.Step, out var task))
                {
                    _tasks.Add(value.Step, task = context.AddTask(Markup.Escape(value.Step)));
                }

                task.Value = Math.Max(task.Value, 100 * value.Fraction);
            }
        }
    }
}
