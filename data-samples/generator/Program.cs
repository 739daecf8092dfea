using System.Globalization;
using GeoCohesion.SampleCity;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: GeoCohesion.SampleCity FOLDER   (writes the files of the fictional city of Aurelmont there)");
    return 2;
}

var city = CityFiles.Make();
city.WriteTo(folder);
foreach (var (name, content) in city.Files)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{content.Length,9:N0}  {name}"));
}

return 0;
