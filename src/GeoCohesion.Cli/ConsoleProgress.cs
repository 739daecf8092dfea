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
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => job(new BarProgress(context)));
    }

    sealed class LineProgress(TextWriter error) : IProgress<JobProgress>
    {
        readonly HashSet<string> _begun = [];

        public void Report(JobProgress value)
        {
            lock (_begun)
            {
                if (_begun.Add(value.Step))
                {
                    error.WriteLine($"{value.Step} ...");
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
