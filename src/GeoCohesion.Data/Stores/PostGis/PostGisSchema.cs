using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores.Filters;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>Names and tables of the schema that runs are published to; explained in <c>docs/postgis.md</c>.</summary>
static class PostGisSchema
{
    /// <summary>Schema of everything.</summary>
    public const string Name = "geocohesion";

    /// <summary>System of all geometries.</summary>
    public const int Wgs84 = 4326;

    /// <summary>Told at the commit of a publication.</summary>
    public const string Channel = "geocohesion_runs";

    /// <summary>First half of the keys of all advisory locks: "GCOH" in ASCII.</summary>
    public const int LockSpace = 0x47434F48;

    /// <summary>Held while a run is published or dropped; runs have the positive numbers.</summary>
    public const int PublishingLock = 0;

    /// <summary>Bytes of a part of a file, but for the last.</summary>
    public const int PartLength = 8 << 20;

    // Longer names are cut by the server without a word, so that two could become one.
    const int LongestName = 63;

    /// <summary>The view of the runs, as a collection.</summary>
    public static string RunsView { get; } = InSchema("published_runs");

    /// <summary>Name of the table of a layer of a run.</summary>
    public static string TableName(string version, string layer)
    {
        var name = $"run_{version}_{layer}";
        if (Encoding.UTF8.GetByteCount(name) <= LongestName)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(layer)))[..8];
        var start = name;
        while (Encoding.UTF8.GetByteCount(start) > LongestName - hash.Length - 1)
        {
            start = start[..^1];
        }

        return $"{start}_{hash}";
    }

    /// <summary>A table of the schema, in SQL.</summary>
    public static string InSchema(string table) => $"{Name}.{FilterSqlWriter.Quote(table)}";

    /// <summary>Type of a column in SQL.</summary>
    public static string SqlType(ColumnKind kind) => kind switch
    {
        ColumnKind.WholeNumber => "bigint",
        ColumnKind.RealNumber => "double precision",
        ColumnKind.Flag => "boolean",
        _ => "text COLLATE \"C\"",
    };

    /// <summary>Makes the schema and its tables.</summary>
    public static string Create { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        CREATE SCHEMA IF NOT EXISTS {Name};
        CREATE TABLE {Name}.runs (
          run_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          version text COLLATE "C" NOT NULL UNIQUE,
          published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
          territory text COLLATE "C" NOT NULL,
          program_version text COLLATE "C" NOT NULL,
          service_date date,
          manifest json NOT NULL);
        CREATE TABLE {Name}.collections (
          run_id integer NOT NULL REFERENCES {Name}.runs ON DELETE CASCADE,
          position integer NOT NULL,
          id text COLLATE "C" NOT NULL,
          table_name text COLLATE "C" NOT NULL,
          title text NOT NULL,
          geometry_type text,
          min_x double precision, min_y double precision, max_x double precision, max_y double precision,
          first_property_is_id boolean NOT NULL,
          row_count bigint NOT NULL,
          PRIMARY KEY (run_id, id));
        CREATE TABLE {Name}.properties (
          run_id integer NOT NULL,
          collection text COLLATE "C" NOT NULL,
          position integer NOT NULL,
          name text COLLATE "C" NOT NULL,
          kind text NOT NULL,
          unit text NOT NULL,
          description text NOT NULL,
          PRIMARY KEY (run_id, collection, position),
          FOREIGN KEY (run_id, collection) REFERENCES {Name}.collections ON DELETE CASCADE);
        CREATE TABLE {Name}.files (
          run_id integer NOT NULL REFERENCES {Name}.runs ON DELETE CASCADE,
          name text COLLATE "C" NOT NULL,
          byte_count bigint NOT NULL,
          sha256 text NOT NULL,
          PRIMARY KEY (run_id, name));
        CREATE TABLE {Name}.run_files (
          run_id integer NOT NULL REFERENCES {Name}.runs ON DELETE CASCADE,
          name text COLLATE "C" NOT NULL,
          part integer NOT NULL,
          content bytea NOT NULL,
          PRIMARY KEY (run_id, name, part));
        ALTER TABLE {Name}.run_files ALTER COLUMN content SET STORAGE EXTERNAL;
        CREATE VIEW {RunsView} AS SELECT
          run_id::bigint AS fid,
          version,
          to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') COLLATE "C" AS published_at,
          territory,
          program_version,
          to_char(service_date, 'YYYY-MM-DD') COLLATE "C" AS service_date,
          run_id = max(run_id) OVER () AS is_current
          FROM {Name}.runs;
        """);
}
