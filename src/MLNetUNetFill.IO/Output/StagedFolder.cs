using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.IO.Output;

/// <summary>
/// A folder written under a temporary name and moved into place by <see cref="Commit"/>; without that, disposal deletes it, and the folders
/// that it had to create above it. The temporary folder lies beside a new target, but inside one that exists: that may be a mount point,
/// which cannot be replaced, and keeps its permissions.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _target;
    private readonly bool _targetExists;
    private readonly List<string> _missingParents = [];
    private bool _committed;

    /// <param name="target">The folder to write.</param>
    public StagedFolder(string target)
    {
        _target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        _targetExists = Directory.Exists(_target);
        Path = TemporaryName.Beside(_targetExists ? System.IO.Path.Combine(_target, "matrix") : _target);
        for (var parent = System.IO.Path.GetDirectoryName(_target); parent is not null && !Directory.Exists(parent); parent = System.IO.Path.GetDirectoryName(parent))
            _missingParents.Add(parent);
        Directory.CreateDirectory(Path);
    }

    /// <summary>The temporary folder to write to.</summary>
    public string Path { get; }

    /// <summary>Moves the files into place; files of the same name are replaced.</summary>
    public void Commit()
    {
        if (_targetExists)
        {
            foreach (var file in Directory.GetFiles(Path)) File.Move(file, System.IO.Path.Combine(_target, System.IO.Path.GetFileName(file)), overwrite: true);
            Directory.Delete(Path);
        }
        else
        {
            Directory.Move(Path, _target);
        }

        _committed = true;
    }

    public void Dispose()
    {
        if (_committed) return;
        Directory.Delete(Path, recursive: true);
        foreach (var parent in _missingParents)
        {
            if (Directory.EnumerateFileSystemEntries(parent).Any()) break;
            Directory.Delete(parent);
        }
    }
}
