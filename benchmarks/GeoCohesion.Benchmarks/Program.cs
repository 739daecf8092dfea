using BenchmarkDotNet.Running;

// In this process: a project generated for each run would have to be restored, and would not find the locked packages.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args, "--inProcess"]);
