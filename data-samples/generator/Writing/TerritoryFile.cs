namespace GeoCohesion.SampleCity.Writing;

/// <summary>The file that runs the city through the program.</summary>
public static class TerritoryFile
{
    public const string Text = """
        {
          "$schema": "../../docs/territory.schema.json",
          "name": "Aurelmont (ville fictive)",
          "crs": "EPSG:2154",
          "osm": ["aurelmont.osm.pbf"],
          "gtfs": [{ "path": "gtfs.zip" }],
          "districts": [{ "path": "QP2024_Aurelmont_WGS84.geojson" }],
          "population": [{ "path": "carreaux_200m_met.csv" }],
          "communes": { "path": "communes.geojson" },
          "centralities": [{ "path": "centralites.geojson", "idField": "id", "labelField": "nom", "mainField": "principal", "levelField": "niveau" }],
          "places": [
            { "path": "BPE24.csv", "format": "bpe" },
            { "path": "france-services.csv", "format": "france-services", "edition": "2026-01-05" },
            { "path": "services.csv", "format": "services", "edition": "2026-01-05" }
          ],
          "flows": [
            { "path": "FD_MOBPRO_2021.csv", "format": "mobpro" },
            { "path": "FD_MOBSCO_2021.csv", "format": "mobsco" }
          ],
          "modes": ["walk", "bicycle", "car", "transit"],
          "halfHour": { "limit": "30:00" },
          "transit": { "date": "2026-03-10", "from": "07:00", "to": "09:00" }
        }

        """;
}
