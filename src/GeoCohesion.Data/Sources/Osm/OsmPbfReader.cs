using System.Globalization;
using System.Runtime.InteropServices;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Osm;

/// <summary>Reads OpenStreetMap PBF files into <see cref="OsmElements"/>, several at once as if they were one.</summary>
/// <remarks>
/// Two passes, so that memory depends on what is kept and not on the size of the file: first ways and relations, which say what nodes are
/// used; then the positions of those nodes. Blocks may stand in any order. Blocks are decoded in parallel and joined in the order of the
/// files, so the result does not depend on the number of threads. An element that stands in several files counts once: the higher version,
/// else the first.
/// </remarks>
public static class OsmPbfReader
{
    const int BlocksPerThread = 8;

    /// <summary>Reads files.</summary>
    /// <param name="paths">One or more <c>.osm.pbf</c> files.</param>
    /// <param name="interest">What to keep.</param>
    /// <param name="notices">Ways with missing nodes, positions off the Earth, elements given twice.</param>
    /// <param name="threads">Threads to decode with, 1 or more.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <exception cref="InputException">
    /// A file cannot be used: <c>file-missing</c>, <c>file-unreadable</c>, <c>osm-not-pbf</c>, <c>osm-pbf-truncated</c>,
    /// <c>osm-pbf-oversized</c>,
    /// <c>osm-pbf-compression</c>, <c>osm-pbf-corrupt</c>, <c>osm-pbf-feature</c>.
    /// </exception>
    public static OsmElements Read(
        IReadOnlyList<string> paths, OsmInterest interest, NoticeLog notices, int threads, IProgress<double>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var files = new List<OsmPbfFile>(paths.Count);
        try
        {
            foreach (var path in paths)
            {
                files.Add(OsmPbfFile.Open(path, notices));
            }

            return new Reading(files, interest, notices, threads, progress).Run();
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    /// <summary>One call of <see cref="Read"/>.</summary>
    sealed class Reading(
        List<OsmPbfFile> files, OsmInterest interest, NoticeLog notices, int threads, IProgress<double>? progress)
    {
        readonly (OsmPbfFile File, int FileIndex, OsmBlobPlace Place)[] _blocks =
            [.. files.SelectMany((file, index) => file.Blocks.Select(place => (file, index, place)))];

        readonly Dictionary<string, int> _indexOfText = new(StringComparer.Ordinal);
        readonly List<string> _texts = [];
        OsmBatch _taggedNodes = new();
        OsmBatch _ways = new();
        OsmBatch _relations = new();

        public OsmElements Run()
        {
            var (holdsNodes, holdsWays) = (new bool[_blocks.Length], new bool[_blocks.Length]);
            var infos = ReadWaysAndRelations(holdsNodes, holdsWays);
            _relations = SortById(_relations, "relations");
            ReadMemberWays(holdsWays);
            _ways = SortById(_ways, "ways");
            var (nodeId, longitudeE7, latitudeE7) = ReadNodes(holdsNodes);
            _taggedNodes = SortById(_taggedNodes, "");
            var wayNode = IndexWayNodes(nodeId);
            var members = CollectionsMarshal.AsSpan(_relations.Part);
            var member = new OsmMember[members.Length / 3];
            for (var i = 0; i < member.Length; i++)
            {
                member[i] = new OsmMember((OsmMemberType)members[(3 * i) + 1], members[3 * i], _texts[(int)members[(3 * i) + 2]]);
            }

            return new OsmElements(new OsmElementColumns
            {
                Files = infos,
                Texts = [.. _texts],
                NodeId = nodeId,
                NodeLongitudeE7 = longitudeE7,
                NodeLatitudeE7 = latitudeE7,
                TaggedNodes = TagColumns(_taggedNodes),
                TaggedNodeLongitudeE7 = [.. Enumerable.Range(0, _taggedNodes.Count).Select(i => (int)_taggedNodes.Part[2 * i])],
                TaggedNodeLatitudeE7 = [.. Enumerable.Range(0, _taggedNodes.Count).Select(i => (int)_taggedNodes.Part[(2 * i) + 1])],
                Ways = TagColumns(_ways),
                WayFirstNode = FirstOf(_ways.PartEnd, 1),
                WayNode = wayNode,
                Relations = TagColumns(_relations),
                RelationFirstMember = FirstOf(_relations.PartEnd, 3),
                Member = member,
            });
        }

        static OsmTagColumns TagColumns(OsmBatch batch) => new([.. batch.Id], FirstOf(batch.KeyValueEnd, 2), [.. batch.KeyValue]);

        static int[] FirstOf(List<int> ends, int entriesPerItem)
        {
            var first = new int[ends.Count + 1];
            for (var i = 0; i < ends.Count; i++)
            {
                first[i + 1] = ends[i] / entriesPerItem;
            }

            return first;
        }

        OsmFileInfo[] ReadWaysAndRelations(bool[] holdsNodes, bool[] holdsWays)
        {
            var infos = files.Select(file => file.Header).ToArray();
            Pass(Enumerable.Range(0, _blocks.Length), (decoder, data) => decoder.DecodeWaysAndRelations(data), 0, 0.5, (index, block) =>
            {
                holdsNodes[index] = block.NodeCount > 0;
                holdsWays[index] = block.WayCount > 0;
                var info = infos[_blocks[index].FileIndex];
                var newest = OsmPbfFile.Moment(block.NewestEditSeconds);
                infos[_blocks[index].FileIndex] = info with
                {
                    NodeCount = info.NodeCount + block.NodeCount,
                    WayCount = info.WayCount + block.WayCount,
                    RelationCount = info.RelationCount + block.RelationCount,
                    NewestEdit = info.NewestEdit is null || newest > info.NewestEdit ? newest ?? info.NewestEdit : info.NewestEdit,
                };
                var textOf = Intern(block);
                Append(_ways, block.Ways, textOf, null);
                Append(_relations, block.Relations, textOf, textOf);
            });
            return infos;
        }

        /// <summary>Rings of a multipolygon are often ways without tags: they are known only once the relations are read.</summary>
        void ReadMemberWays(bool[] holdsWays)
        {
            var known = _ways.Id.ToHashSet();
            var wanted = new SortedSet<long>();
            for (var part = 0; part < _relations.Part.Count; part += 3)
            {
                if (_relations.Part[part + 1] == (long)OsmMemberType.Way && !known.Contains(_relations.Part[part]))
                {
                    wanted.Add(_relations.Part[part]);
                }
            }

            if (wanted.Count > 0)
            {
                long[] wayIds = [.. wanted];
                Pass(
                    Enumerable.Range(0, _blocks.Length).Where(index => holdsWays[index]),
                    (decoder, data) => decoder.DecodeWays(data, wayIds),
                    0.5,
                    0.6,
                    (_, block) => Append(_ways, block.Ways, Intern(block), null));
            }
        }

        (long[] Id, int[] LongitudeE7, int[] LatitudeE7) ReadNodes(bool[] holdsNodes)
        {
            var used = _ways.Part.ToArray();
            Array.Sort(used);
            var count = DropRepeats(used);
            Array.Resize(ref used, count);
            var longitudeE7 = new int[count];
            var latitudeE7 = new int[count];
            var versions = new int[count];
            versions.AsSpan().Fill(-1);
            long conflicts = 0;
            Pass(
                Enumerable.Range(0, _blocks.Length).Where(index => holdsNodes[index]),
                (decoder, data) => decoder.DecodeNodes(data, used),
                0.6,
                1,
                (index, block) =>
                {
                    foreach (var hit in CollectionsMarshal.AsSpan(block.Hits))
                    {
                        conflicts += versions[hit.Slot] >= 0 ? 1 : 0;
                        if (hit.Version > versions[hit.Slot])
                        {
                            (longitudeE7[hit.Slot], latitudeE7[hit.Slot], versions[hit.Slot]) = (hit.LongitudeE7, hit.LatitudeE7, hit.Version);
                        }
                    }

                    foreach (var id in block.NodesOutsideWorld)
                    {
                        notices.Add(
                            "osm-node-off-earth",
                            NoticeSeverity.Warning,
                            new SourceLocation(_blocks[index].File.Path),
                            $"node {Text(id)} has a longitude beyond 180 or a latitude beyond 90 degrees; it is taken as missing.");
                    }

                    Append(_taggedNodes, block.TaggedNodes, Intern(block), null);
                });
            NoticeRepeats(conflicts, "nodes");
            var kept = 0;
            for (var slot = 0; slot < count; slot++)
            {
                if (versions[slot] >= 0)
                {
                    (used[kept], longitudeE7[kept], latitudeE7[kept]) = (used[slot], longitudeE7[slot], latitudeE7[slot]);
                    kept++;
                }
            }

            Array.Resize(ref used, kept);
            Array.Resize(ref longitudeE7, kept);
            Array.Resize(ref latitudeE7, kept);
            return (used, longitudeE7, latitudeE7);
        }

        int[] IndexWayNodes(long[] nodeId)
        {
            var ids = CollectionsMarshal.AsSpan(_ways.Part);
            var index = new int[ids.Length];
            var last = 0;
            for (var way = 0; way < _ways.Count; way++)
            {
                var first = way == 0 ? 0 : _ways.PartEnd[way - 1];
                var missing = 0;
                for (var i = first; i < _ways.PartEnd[way]; i++)
                {
                    // Nodes of a way were often made one after the other.
                    var node = last + 1 < nodeId.Length && nodeId[last + 1] == ids[i] ? last + 1 : Array.BinarySearch(nodeId, ids[i]);
                    (index[i], last) = node >= 0 ? (node, node) : (OsmElements.MissingNode, last);
                    missing += node >= 0 ? 0 : 1;
                }

                if (missing > 0)
                {
                    notices.Add(
                        "osm-way-node-missing",
                        NoticeSeverity.Warning,
                        new SourceLocation(files[0].Path),
                        $"way {Text(_ways.Id[way])} uses {Text(missing)} nodes that are in none of the files; it is cut there.");
                }
            }

            return index;
        }

        static int DropRepeats(long[] sorted)
        {
            var kept = 0;
            for (var i = 0; i < sorted.Length; i++)
            {
                if (i == 0 || sorted[i] != sorted[i - 1])
                {
                    sorted[kept++] = sorted[i];
                }
            }

            return kept;
        }

        /// <summary>Decodes blocks in parallel, a bounded number at a time, and hands the results over in order.</summary>
        void Pass(
            IEnumerable<int> indices,
            Func<OsmBlockDecoder, ReadOnlyMemory<byte>, OsmBlock> decode,
            double progressFrom,
            double progressTo,
            Action<int, OsmBlock> take)
        {
            int[] all = [.. indices];
            var workers = new Worker[threads];
            for (var batch = 0; batch < all.Length; batch += threads * BlocksPerThread)
            {
                var count = Math.Min(threads * BlocksPerThread, all.Length - batch);
                var results = new OsmBlock[count];
                var next = -1;
                void Work(int worker)
                {
                    workers[worker] ??= new Worker(new OsmBlockDecoder(interest));
                    while (Interlocked.Increment(ref next) is var i && i < count)
                    {
                        var (file, _, place) = _blocks[all[batch + i]];
                        results[i] = workers[worker].Decode(file, place, decode);
                    }
                }

                if (threads == 1)
                {
                    Work(0);
                }
                else
                {
                    Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);
                }

                for (var i = 0; i < count; i++)
                {
                    // The first refusal in the order of the files, whichever thread came across one first.
                    if (results[i].Refusal is { } refusal)
                    {
                        throw refusal;
                    }

                    take(all[batch + i], results[i]);
                }

                progress?.Report(progressFrom + ((progressTo - progressFrom) * (batch + count) / all.Length));
            }
        }

        int[] Intern(OsmBlock block)
        {
            var textOf = new int[block.Texts.Count];
            for (var i = 0; i < textOf.Length; i++)
            {
                if (!_indexOfText.TryGetValue(block.Texts[i], out textOf[i]))
                {
                    textOf[i] = _texts.Count;
                    _indexOfText.Add(block.Texts[i], textOf[i]);
                    _texts.Add(block.Texts[i]);
                }
            }

            return textOf;
        }

        /// <summary>Adds a block's elements to those of the blocks before.</summary>
        /// <param name="all">What to add to.</param>
        /// <param name="batch">What to add.</param>
        /// <param name="textOf">Per text of the block, its index among all texts.</param>
        /// <param name="roleOf">The same where every third part is a role, else null.</param>
        static void Append(OsmBatch all, OsmBatch batch, int[] textOf, int[]? roleOf)
        {
            var (keyValueStart, partStart) = (all.KeyValue.Count, all.Part.Count);
            foreach (var text in CollectionsMarshal.AsSpan(batch.KeyValue))
            {
                all.KeyValue.Add(textOf[text]);
            }

            all.Part.AddRange(batch.Part);
            if (roleOf is not null)
            {
                for (var role = partStart + 2; role < all.Part.Count; role += 3)
                {
                    all.Part[role] = roleOf[(int)all.Part[role]];
                }
            }

            all.Id.AddRange(batch.Id);
            all.Version.AddRange(batch.Version);
            for (var element = 0; element < batch.Count; element++)
            {
                all.KeyValueEnd.Add(keyValueStart + batch.KeyValueEnd[element]);
                all.PartEnd.Add(partStart + batch.PartEnd[element]);
            }
        }

        /// <summary>Elements in order of their ids; of an element given several times the highest version, else the first.</summary>
        OsmBatch SortById(OsmBatch batch, string kind)
        {
            var ids = CollectionsMarshal.AsSpan(batch.Id);
            var inOrder = true;
            for (var i = 1; i < ids.Length && inOrder; i++)
            {
                inOrder = ids[i - 1] < ids[i];
            }

            if (inOrder)
            {
                return batch;
            }

            var order = Enumerable.Range(0, batch.Count).ToArray();
            Array.Sort(order, (a, b) =>
            {
                var byId = batch.Id[a].CompareTo(batch.Id[b]);
                var byVersion = byId != 0 ? byId : batch.Version[b].CompareTo(batch.Version[a]);
                return byVersion != 0 ? byVersion : a.CompareTo(b);
            });
            var sorted = new OsmBatch();
            long repeats = 0;
            foreach (var element in order)
            {
                if (sorted.Count > 0 && sorted.Id[^1] == batch.Id[element])
                {
                    repeats++;
                    continue;
                }

                sorted.KeyValue.AddRange(Slice(batch.KeyValue, batch.KeyValueEnd, element));
                sorted.Part.AddRange(Slice(batch.Part, batch.PartEnd, element));
                sorted.Close(batch.Id[element], batch.Version[element]);
            }

            NoticeRepeats(repeats, kind);
            return sorted;
        }

        static ReadOnlySpan<T> Slice<T>(List<T> items, List<int> ends, int element)
        {
            var first = element == 0 ? 0 : ends[element - 1];
            return CollectionsMarshal.AsSpan(items)[first..ends[element]];
        }

        void NoticeRepeats(long count, string kind)
        {
            // Tagged nodes have no kind of their own: those that ways use are counted with the nodes.
            if (count > 0 && kind.Length > 0)
            {
                notices.Add(
                    "osm-element-repeated",
                    NoticeSeverity.Information,
                    new SourceLocation(string.Join(", ", files.Select(file => file.Path))),
                    $"{Text(count)} {kind} stand in the files more than once; each counts once, with its highest version.");
            }
        }

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Scratch space of one thread.</summary>
    sealed class Worker(OsmBlockDecoder decoder)
    {
        byte[] _packed = [];
        byte[] _unpacked = [];

        public OsmBlock Decode(OsmPbfFile file, OsmBlobPlace place, Func<OsmBlockDecoder, ReadOnlyMemory<byte>, OsmBlock> decode)
        {
            try
            {
                return decode(decoder, file.Unpack(place, ref _packed, ref _unpacked));
            }
            catch (PbfFormatException e)
            {
                return new OsmBlock { Refusal = file.Corrupt(place, e.Message) };
            }
            catch (InputException e)
            {
                return new OsmBlock { Refusal = e };
            }
        }
    }
}
