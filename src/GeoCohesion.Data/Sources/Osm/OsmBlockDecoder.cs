using System.Runtime.InteropServices;
using System.Text;

namespace GeoCohesion.Data.Sources.Osm;

/// <summary>Decodes primitive blocks: one per thread, because it keeps scratch space.</summary>
sealed class OsmBlockDecoder(OsmInterest interest)
{
    const int LargestLongitudeE7 = 1_800_000_000;
    const int LargestLatitudeE7 = 900_000_000;

    readonly OsmInterest _interest = interest;
    readonly List<ulong> _keys = [];
    readonly List<ulong> _values = [];
    readonly List<ulong> _ids = [];
    readonly List<ulong> _latitudes = [];
    readonly List<ulong> _longitudes = [];
    readonly List<ulong> _versions = [];
    readonly List<(int Start, int Length)> _textPlaces = [];
    ReadOnlyMemory<byte> _data;
    string?[] _texts = [];
    int[] _keptText = [];
    byte[] _keyInterest = [];
    long _granularity;
    long _dateGranularity;
    long _latitudeOffset;
    long _longitudeOffset;
    OsmBlock _block = new();

    /// <summary>Keeps the ways and relations of interest, and counts all elements.</summary>
    public OsmBlock DecodeWaysAndRelations(ReadOnlyMemory<byte> data) =>
        Decode(data, static (decoder, group) => decoder.ReadTaggedGroup(group, null));

    /// <summary>Keeps the ways with these ids, tagged or not.</summary>
    /// <param name="data">Unpacked block.</param>
    /// <param name="wayIds">Ascending.</param>
    public OsmBlock DecodeWays(ReadOnlyMemory<byte> data, long[] wayIds) =>
        Decode(data, (decoder, group) => decoder.ReadTaggedGroup(group, wayIds));

    /// <summary>Keeps the positions of the nodes with these ids, and the tagged nodes of interest.</summary>
    /// <param name="data">Unpacked block.</param>
    /// <param name="nodeIds">Ascending.</param>
    public OsmBlock DecodeNodes(ReadOnlyMemory<byte> data, long[] nodeIds) =>
        Decode(data, (decoder, group) => decoder.ReadNodeGroup(group, nodeIds));

    OsmBlock Decode(ReadOnlyMemory<byte> data, Action<OsmBlockDecoder, ReadOnlyMemory<byte>> readGroup)
    {
        _data = data;
        _block = new OsmBlock();
        (_granularity, _dateGranularity, _latitudeOffset, _longitudeOffset) = (100, 1000, 0, 0);
        _textPlaces.Clear();

        // Granularity and offsets may stand behind the groups, so the groups wait.
        var groups = new List<ReadOnlyMemory<byte>>();
        var fields = new PbfSpan(data.Span);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    var tableLength = fields.ReadBytes(wireType).Length;
                    ReadStringTable(fields.Position - tableLength, tableLength);
                    break;
                case 2:
                    var groupLength = fields.ReadBytes(wireType).Length;
                    groups.Add(data.Slice(fields.Position - groupLength, groupLength));
                    break;
                case 17:
                    _granularity = (int)fields.ReadVarint(wireType);
                    break;
                case 18:
                    _dateGranularity = (int)fields.ReadVarint(wireType);
                    break;
                case 19:
                    _latitudeOffset = (long)fields.ReadVarint(wireType);
                    break;
                case 20:
                    _longitudeOffset = (long)fields.ReadVarint(wireType);
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }

        _texts = new string?[_textPlaces.Count];
        _keptText = new int[_textPlaces.Count];
        _keyInterest = new byte[_textPlaces.Count];
        foreach (var group in groups)
        {
            readGroup(this, group);
        }

        return _block;
    }

    void ReadStringTable(int start, int length)
    {
        var fields = new PbfSpan(_data.Span.Slice(start, length));
        while (fields.TryReadField(out var field, out var wireType))
        {
            if (field == 1)
            {
                var textLength = fields.ReadBytes(wireType).Length;
                _textPlaces.Add((start + fields.Position - textLength, textLength));
            }
            else
            {
                fields.Skip(wireType);
            }
        }
    }

    void ReadTaggedGroup(ReadOnlyMemory<byte> group, long[]? wayIds)
    {
        var fields = new PbfSpan(group.Span);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    fields.Skip(wireType);
                    _block.NodeCount++;
                    break;
                case 2:
                    _block.NodeCount += CountDense(fields.ReadBytes(wireType));
                    break;
                case 3:
                    _block.WayCount++;
                    ReadWay(fields.ReadBytes(wireType), wayIds);
                    break;
                case 4 when wayIds is null:
                    _block.RelationCount++;
                    ReadRelation(fields.ReadBytes(wireType));
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }
    }

    static long CountDense(ReadOnlySpan<byte> dense)
    {
        long count = 0;
        var fields = new PbfSpan(dense);
        while (fields.TryReadField(out var field, out var wireType))
        {
            if (field != 1)
            {
                fields.Skip(wireType);
            }
            else if (wireType == PbfSpan.Varint)
            {
                fields.Skip(wireType);
                count++;
            }
            else
            {
                // Each varint ends with a byte whose high bit is clear.
                foreach (var part in fields.ReadBytes(wireType))
                {
                    count += part < 0x80 ? 1 : 0;
                }
            }
        }

        return count;
    }

    void ReadWay(ReadOnlySpan<byte> way, long[]? wayIds)
    {
        _keys.Clear();
        _values.Clear();
        _ids.Clear();
        long id = 0;
        var info = ReadOnlySpan<byte>.Empty;
        var fields = new PbfSpan(way);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    id = (long)fields.ReadVarint(wireType);
                    break;
                case 2:
                    fields.ReadRepeated(wireType, _keys);
                    break;
                case 3:
                    fields.ReadRepeated(wireType, _values);
                    break;
                case 4:
                    info = fields.ReadBytes(wireType);
                    break;
                case 8:
                    fields.ReadRepeated(wireType, _ids);
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }

        RequirePairs();
        if (wayIds is null ? !HasTagOf(_interest.Ways, 1) : Array.BinarySearch(wayIds, id) < 0)
        {
            return;
        }

        AddTags(_block.Ways);
        long node = 0;
        foreach (var delta in _ids)
        {
            node += PbfSpan.ZigZag(delta);
            _block.Ways.Part.Add(node);
        }

        _block.Ways.Close(id, ReadInfo(info));
    }

    void ReadRelation(ReadOnlySpan<byte> relation)
    {
        _keys.Clear();
        _values.Clear();
        _ids.Clear();
        var roles = _latitudes;
        var types = _longitudes;
        roles.Clear();
        types.Clear();
        long id = 0;
        var info = ReadOnlySpan<byte>.Empty;
        var fields = new PbfSpan(relation);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    id = (long)fields.ReadVarint(wireType);
                    break;
                case 2:
                    fields.ReadRepeated(wireType, _keys);
                    break;
                case 3:
                    fields.ReadRepeated(wireType, _values);
                    break;
                case 4:
                    info = fields.ReadBytes(wireType);
                    break;
                case 8:
                    fields.ReadRepeated(wireType, roles);
                    break;
                case 9:
                    fields.ReadRepeated(wireType, _ids);
                    break;
                case 10:
                    fields.ReadRepeated(wireType, types);
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }

        RequirePairs();
        if (roles.Count != _ids.Count || types.Count != _ids.Count)
        {
            throw new PbfFormatException($"relation {id} has {_ids.Count} members, {roles.Count} roles and {types.Count} types");
        }

        if (!IsOfKnownType() || !HasTagOf(_interest.Relations, 2))
        {
            return;
        }

        AddTags(_block.Relations);
        long member = 0;
        for (var i = 0; i < _ids.Count; i++)
        {
            member += PbfSpan.ZigZag(_ids[i]);
            if (types[i] > (ulong)OsmMemberType.Relation)
            {
                throw new PbfFormatException($"relation {id} has a member of type {types[i]}");
            }

            _block.Relations.Part.Add(member);
            _block.Relations.Part.Add((long)types[i]);
            _block.Relations.Part.Add(Keep(TextIndex(roles[i])));
        }

        _block.Relations.Close(id, ReadInfo(info));
    }

    /// <summary>Whether the relation is one that <see cref="OsmInterest"/> speaks of.</summary>
    bool IsOfKnownType()
    {
        for (var tag = 0; tag < _keys.Count; tag++)
        {
            if (Text(TextIndex(_keys[tag])) == "type")
            {
                return Text(TextIndex(_values[tag])) is "multipolygon" or "restriction";
            }
        }

        return false;
    }

    /// <summary>Version of an element, 0 where the file does not say; its time goes to the block's newest edit.</summary>
    int ReadInfo(ReadOnlySpan<byte> info)
    {
        const int MillisecondsPerSecond = 1000;
        var version = 0;
        var fields = new PbfSpan(info);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    version = Math.Max(0, (int)fields.ReadVarint(wireType));
                    break;
                case 2:
                    var editSeconds = (long)fields.ReadVarint(wireType) * _dateGranularity / MillisecondsPerSecond;
                    _block.NewestEditSeconds = Math.Max(_block.NewestEditSeconds, editSeconds);
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }

        return version;
    }

    void ReadNodeGroup(ReadOnlyMemory<byte> group, long[] nodeIds)
    {
        var fields = new PbfSpan(group.Span);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    ReadNode(fields.ReadBytes(wireType), nodeIds);
                    break;
                case 2:
                    ReadDense(fields.ReadBytes(wireType), nodeIds);
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }
    }

    void ReadNode(ReadOnlySpan<byte> node, long[] nodeIds)
    {
        _keys.Clear();
        _values.Clear();
        var (id, latitude, longitude, version) = (0L, 0L, 0L, 0);
        var fields = new PbfSpan(node);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    id = PbfSpan.ZigZag(fields.ReadVarint(wireType));
                    break;
                case 2:
                    fields.ReadRepeated(wireType, _keys);
                    break;
                case 3:
                    fields.ReadRepeated(wireType, _values);
                    break;
                case 4:
                    version = ReadInfo(fields.ReadBytes(wireType));
                    break;
                case 8:
                    latitude = PbfSpan.ZigZag(fields.ReadVarint(wireType));
                    break;
                case 9:
                    longitude = PbfSpan.ZigZag(fields.ReadVarint(wireType));
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }

        RequirePairs();
        var slot = Array.BinarySearch(nodeIds, id);
        KeepNode(id, slot, longitude, latitude, version);
    }

    void ReadDense(ReadOnlySpan<byte> dense, long[] nodeIds)
    {
        foreach (var list in (ReadOnlySpan<List<ulong>>)[_ids, _latitudes, _longitudes, _versions, _values])
        {
            list.Clear();
        }

        var fields = new PbfSpan(dense);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    fields.ReadRepeated(wireType, _ids);
                    break;
                case 5:
                    ReadDenseVersions(fields.ReadBytes(wireType));
                    break;
                case 8:
                    fields.ReadRepeated(wireType, _latitudes);
                    break;
                case 9:
                    fields.ReadRepeated(wireType, _longitudes);
                    break;
                case 10:
                    fields.ReadRepeated(wireType, _values);
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }

        var count = _ids.Count;
        if (_latitudes.Count != count || _longitudes.Count != count || (_versions.Count != 0 && _versions.Count != count))
        {
            throw new PbfFormatException(
                $"dense nodes have {count} ids, {_latitudes.Count} latitudes, {_longitudes.Count} longitudes and {_versions.Count} versions");
        }

        KeepDense(nodeIds);
    }

    void KeepDense(long[] nodeIds)
    {
        var tags = CollectionsMarshal.AsSpan(_values);
        var (id, latitude, longitude) = (0L, 0L, 0L);
        var tag = 0;
        var slot = -1;
        for (var i = 0; i < _ids.Count; i++)
        {
            id += PbfSpan.ZigZag(_ids[i]);
            latitude += PbfSpan.ZigZag(_latitudes[i]);
            longitude += PbfSpan.ZigZag(_longitudes[i]);
            _keys.Clear();
            var firstTag = tag;
            while (tag < tags.Length && tags[tag] != 0)
            {
                if (tag + 1 >= tags.Length)
                {
                    throw new PbfFormatException("the tags of dense nodes end within a tag");
                }

                tag += 2;
            }

            for (var t = firstTag; t < tag; t++)
            {
                // Keys and values alternate; the pair is looked at only where the node is kept.
                _keys.Add(tags[t]);
            }

            tag++;
            slot = FindNear(nodeIds, id, slot);
            KeepDenseNode(id, slot, longitude, latitude, _versions.Count == 0 ? 0 : Math.Max(0, (int)_versions[i]));
        }

        if (tags.Length > 0 && tag != tags.Length)
        {
            throw new PbfFormatException("dense nodes have tags for more or fewer nodes than there are");
        }
    }

    /// <summary>
    /// Index of an id, or the complement of where it would be; near the last one in most cases, because files are sorted.
    /// </summary>
    static int FindNear(long[] ids, long id, int last)
    {
        const int Steps = 16;
        var slot = last < 0 ? ~last : last + 1;
        if (last != -1 && slot > 0 && slot <= ids.Length && ids[slot - 1] < id)
        {
            for (var step = 0; step < Steps; step++, slot++)
            {
                if (slot == ids.Length || ids[slot] > id)
                {
                    return ~slot;
                }

                if (ids[slot] == id)
                {
                    return slot;
                }
            }
        }

        return Array.BinarySearch(ids, id);
    }

    void KeepDenseNode(long id, int slot, long longitude, long latitude, int version)
    {
        if (_keys.Count == 0 && slot < 0)
        {
            return;
        }

        // _keys holds alternating keys and values here; split them where a tag is of interest.
        var interesting = false;
        for (var t = 0; t < _keys.Count && !interesting; t += 2)
        {
            interesting = IsOfInterest(_interest.Nodes, TextIndex(_keys[t]), _keys[t + 1], 4);
        }

        if (!TryPosition(id, longitude, latitude, out var longitudeE7, out var latitudeE7))
        {
            return;
        }

        if (slot >= 0)
        {
            _block.Hits.Add(new OsmNodeHit(slot, longitudeE7, latitudeE7, version));
        }

        if (interesting)
        {
            foreach (var text in _keys)
            {
                _block.TaggedNodes.KeyValue.Add(Keep(TextIndex(text)));
            }

            CloseTaggedNode(id, longitudeE7, latitudeE7, version);
        }
    }

    void KeepNode(long id, int slot, long longitude, long latitude, int version)
    {
        var interesting = HasTagOf(_interest.Nodes, 4);
        if ((slot < 0 && !interesting) || !TryPosition(id, longitude, latitude, out var longitudeE7, out var latitudeE7))
        {
            return;
        }

        if (slot >= 0)
        {
            _block.Hits.Add(new OsmNodeHit(slot, longitudeE7, latitudeE7, version));
        }

        if (interesting)
        {
            AddTags(_block.TaggedNodes);
            CloseTaggedNode(id, longitudeE7, latitudeE7, version);
        }
    }

    void CloseTaggedNode(long id, int longitudeE7, int latitudeE7, int version)
    {
        _block.TaggedNodes.Part.Add(longitudeE7);
        _block.TaggedNodes.Part.Add(latitudeE7);
        _block.TaggedNodes.Close(id, version);
    }

    void ReadDenseVersions(ReadOnlySpan<byte> denseInfo)
    {
        var fields = new PbfSpan(denseInfo);
        while (fields.TryReadField(out var field, out var wireType))
        {
            if (field == 1)
            {
                fields.ReadRepeated(wireType, _versions);
            }
            else
            {
                fields.Skip(wireType);
            }
        }
    }

    bool TryPosition(long id, long longitude, long latitude, out int longitudeE7, out int latitudeE7)
    {
        const long NanodegreesPerE7 = 100;

        // Wide arithmetic: a hostile file must not wrap around to a place on Earth.
        var x = (((Int128)_granularity * longitude) + _longitudeOffset) / NanodegreesPerE7;
        var y = (((Int128)_granularity * latitude) + _latitudeOffset) / NanodegreesPerE7;
        if (x < -LargestLongitudeE7 || x > LargestLongitudeE7 || y < -LargestLatitudeE7 || y > LargestLatitudeE7)
        {
            _block.NodesOutsideWorld.Add(id);
            (longitudeE7, latitudeE7) = (0, 0);
            return false;
        }

        (longitudeE7, latitudeE7) = ((int)x, (int)y);
        return true;
    }

    void RequirePairs()
    {
        if (_keys.Count != _values.Count)
        {
            throw new PbfFormatException($"an element has {_keys.Count} keys and {_values.Count} values");
        }
    }

    bool HasTagOf(OsmInterest.OsmKeySet wanted, int kind)
    {
        for (var tag = 0; tag < _keys.Count; tag++)
        {
            if (IsOfInterest(wanted, TextIndex(_keys[tag]), _values[tag], kind))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a tag is wanted; the answer for its key is kept per block.</summary>
    /// <param name="wanted">Entries.</param>
    /// <param name="key">Text index of the key.</param>
    /// <param name="value">Text index of the value, not yet checked.</param>
    /// <param name="kind">1 for ways, 2 for relations, 4 for nodes.</param>
    bool IsOfInterest(OsmInterest.OsmKeySet wanted, int key, ulong value, int kind)
    {
        var known = kind << 4;
        if ((_keyInterest[key] & known) == 0)
        {
            _keyInterest[key] |= (byte)(known | (wanted.HasKey(Text(key)) ? kind : 0));
        }

        return (_keyInterest[key] & kind) != 0 && wanted.Has(Text(key), Text(TextIndex(value)));
    }

    void AddTags(OsmBatch batch)
    {
        for (var tag = 0; tag < _keys.Count; tag++)
        {
            batch.KeyValue.Add(Keep(TextIndex(_keys[tag])));
            batch.KeyValue.Add(Keep(TextIndex(_values[tag])));
        }
    }

    int TextIndex(ulong index) =>
        index < (ulong)_textPlaces.Count
            ? (int)index
            : throw new PbfFormatException($"text {index} is named where the block has {_textPlaces.Count}");

    string Text(int index) =>
        _texts[index] ??= Encoding.UTF8.GetString(_data.Span.Slice(_textPlaces[index].Start, _textPlaces[index].Length));

    /// <summary>Number of a text among those kept of the block.</summary>
    int Keep(int index)
    {
        if (_keptText[index] == 0)
        {
            _block.Texts.Add(Text(index));
            _keptText[index] = _block.Texts.Count;
        }

        return _keptText[index] - 1;
    }
}
