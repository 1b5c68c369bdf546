using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PayGate.Testing;

/// <summary>
/// A file system of its own with so little room that a test can fill it (ENOSPC), in memory. Root mounts it; anyone else does so in a user namespace of
/// his own, and reaches it through a process that stays there. It goes away with this process, however that ends.
/// </summary>
public sealed class SmallDisk : IDisposable
{
    // The inner shell becomes a child of init, out of reach of whoever kills this process with its children. A server that is being ended keeps the disk busy.
    private const string Script = """
        mount -t tmpfs -o "size=$2m,mode=0711" paygate-tests "$1" || exit
        exec 3<&0
        ( trap '' INT HUP TERM; cat <&3; tries=600
          until umount "$1" || [ $((tries -= 1)) -eq 0 ]; do sleep 0.1; done; rmdir "$1" ) 2>/dev/null &
        echo $!
        """;

    private static readonly string[] Unsharing = ["unshare", "--user", "--map-root-user", "--mount"];

    private const int BlockBytes = 1 << 20;

    private static readonly Lazy<string?> LazyObstacle = new(FindObstacle);

    private readonly Process _mounting;

    private SmallDisk(Process mounting, string location) => (_mounting, Location) = (mounting, location);

    /// <summary>Why this machine does not let us have one, or null if it does.</summary>
    public static string? Obstacle => LazyObstacle.Value;

    /// <summary>The root of the file system.</summary>
    public string Location { get; }

    /// <summary>Bytes that can still be written.</summary>
    public long Room => new DriveInfo(Location).AvailableFreeSpace;

    private string Filler => Path.Combine(Location, "filler");

    public static SmallDisk Mount(int megabytes)
    {
        var mountPoint = Directory.CreateTempSubdirectory("paygate-disk-").FullName;
        var shell = new[] { "sh", "-c", Script, "sh", mountPoint, megabytes.ToString(CultureInfo.InvariantCulture) };
        var command = Environment.IsPrivilegedProcess ? shell : [.. Unsharing, .. shell];
        var mounting = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        if (mounting.StandardOutput.ReadLine() is { } holder)
        {
            return new SmallDisk(mounting, Environment.IsPrivilegedProcess ? mountPoint : $"/proc/{holder}/root{mountPoint}");
        }

        using (mounting)
        {
            Directory.Delete(mountPoint);
            throw new IOException(mounting.StandardError.ReadToEnd().Trim());
        }
    }

    /// <summary>Takes all the room that is left, to the last byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var (block, count) = (new byte[BlockBytes], BlockBytes); count > 0;)
        {
            try
            {
                filler.Write(block, 0, count);
            }
            catch (IOException)
            {
                // No room for this many.
                count /= 2;
            }
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    /// <summary>Returns when it is unmounted; nothing may run on it any more.</summary>
    public void Dispose()
    {
        using (_mounting)
        {
            _mounting.StandardInput.Close();
            _mounting.StandardOutput.ReadToEnd();
        }
    }

    private static string? FindObstacle()
    {
        try
        {
            using var disk = Mount(megabytes: 1);
            disk.Fill();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return exception.Message;
        }
    }
}
