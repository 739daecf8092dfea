using BenchmarkDotNet.Running;
using GeoCohesion.Benchmarks;
using GeoCohesion.Benchmarks.Load;
using GeoCohesion.Benchmarks.Region;

if (args is ["load", ..])
{
    return await LoadProgram.Run(args[1..]);
}

if (args is ["region" or "nation", ..])
{
    return RegionProgram.Run(args[0], args.AsSpan(1));
}

if (args is ["recompute" or "scaling", ..])
{
    return RecomputeProgram.Run(args[0], args.AsSpan(1));
}

if (args is ["changes", ..])
{
    return ChangesProgram.Run(args.AsSpan(1));
}

if (args is ["smoke"])
{
    return SmokeProgram.Run();
}

// In this process: a project generated for each run would have to be restored, and would not find the locked packages.
BenchmarkSwitcher.FromAssembly(typeof(LoadProgram).Assembly).Run([.. args, "--inProcess"]);
return 0;
