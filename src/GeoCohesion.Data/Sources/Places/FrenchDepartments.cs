namespace GeoCohesion.Data.Sources.Places;

/// <summary>What depends on the department of a French commune.</summary>
static class FrenchDepartments
{
    /// <summary>Department of an INSEE commune code: three characters overseas.</summary>
    public static string OfCommune(string communeCode) =>
        communeCode switch
        {
            ['9', '7' or '8', _, ..] => communeCode[..3],
            [_, _, ..] => communeCode[..2],
            _ => communeCode,
        };

    /// <summary>EPSG code of the legal system of a department (decree 2019-165).</summary>
    public static int EpsgOf(string department) => department switch
    {
        "971" or "972" or "977" or "978" => 5490,
        "973" => 2972,
        "974" => 2975,
        "975" => 4467,
        "976" => 4471,
        _ => 2154,
    };
}
