using System.Security.Cryptography;
using System.Text;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Model files made by hand.</summary>
internal static class ModelFiles
{
    /// <summary>A file whose last 64 bytes are the SHA-256 of those before them: what anyone can write who changes a file on purpose.</summary>
    public static byte[] Resealed(byte[] file) => [.. file[..^64], .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(..^64))))];
}
