namespace MLNetUNetFill.IO.Tests.Hdf5;

/// <summary>Damages a file, the same way for the same number: bytes, fields, addresses that lead elsewhere, blocks over others, the end
/// cut off.</summary>
internal static class Mutator
{
    private static readonly byte[][] Signatures = [.. new[] { "TREE", "HEAP", "SNOD", "GCOL", "OHDR", "OCHK", "FRHP", "FHDB", "BTHD",
        "BTLF", "FAHD", "FADB", "EAHD" }.Select(System.Text.Encoding.ASCII.GetBytes)];
    private static readonly ulong[] Extremes =
        [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 1UL << 32, 1UL << 40, long.MaxValue, 1UL << 63,
            ulong.MaxValue, 300_000_000, 1_000_000_000];

    public static byte[] Mutate(byte[] file, int number)
    {
        var random = new Random(number);
        var mutated = (byte[])file.Clone();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = Place(mutated, random);
            switch (random.Next(8))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 or 3:
                    Put(mutated, at, Extremes[random.Next(Extremes.Length)], 1 << random.Next(4));
                    break;
                case 4:
                    Put(mutated, at & ~7, (ulong)random.Next(mutated.Length / 8) * 8, 8);
                    break;
                case 5:
                    Put(mutated, at & ~7, (ulong)Place(mutated, random), 8);
                    break;
                case 6:
                    var (length, to) = (random.Next(1, 256), Place(mutated, random));
                    length = Math.Min(length, mutated.Length - Math.Max(at, to));
                    Array.Copy(mutated, at, mutated, to, length);
                    break;
                default:
                    if (random.Next(8) == 0) return mutated[..random.Next(mutated.Length)];
                    Array.Clear(mutated, at, Math.Min(random.Next(1, 64), mutated.Length - at));
                    break;
            }
        }

        return mutated;
    }

    /// <summary>Half of the places lie within structures, which are found by their signatures; a file is mostly data and gaps.</summary>
    private static int Place(byte[] file, Random random)
    {
        if (random.Next(4) == 0) return random.Next(Math.Min(file.Length, 4096));
        if (random.Next(2) == 0)
        {
            var from = random.Next(file.Length);
            var signature = Signatures[random.Next(Signatures.Length)];
            var found = file.AsSpan(from).IndexOf(signature);
            if (found >= 0) return Math.Min(file.Length - 1, from + found + random.Next(64));
        }

        for (var tries = 0; tries < 16; tries++)
            if (random.Next(file.Length) is var at && file[at] != 0) return at;
        return random.Next(file.Length);
    }

    private static void Put(byte[] file, int at, ulong value, int width)
    {
        for (var i = 0; i < width && at + i < file.Length; i++) file[at + i] = (byte)(value >> 8 * i);
    }
}
