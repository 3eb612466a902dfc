// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Service.Web.Access;

namespace Appliance.EndToEnd.Tests.Web.Access;

public sealed class PasswordTests
{
    // RFC 8018 has no vectors for SHA-256; this one is Python's hashlib.pbkdf2_hmac("sha256", "correct horse battery", 16 bytes 00..0f, 600000).
    private const string Known = "pbkdf2-sha256$600000$AAECAwQFBgcICQoLDA0ODw==$uwbIwLHdW/1OQPTil6LQ5k2n75S0uOwgmJAhyLQVNq0=";

    [Fact]
    public void KnownHash_OfAnotherProgram_Matches()
    {
        var hash = PasswordHash.Parse(Known);

        Assert.NotNull(hash);
        Assert.True(hash.Matches("correct horse battery"));
        Assert.False(hash.Matches("correct horse batterz"));
        Assert.Equal(Known, hash.ToString());
    }

    [Fact]
    public void SamePassword_HashedTwice_HasTwoSalts()
    {
        Assert.NotEqual(PasswordHash.Of(TestAccess.Password).ToString(), PasswordHash.Of(TestAccess.Password).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$99999999999$AAECAwQFBgcICQoLDA0ODw==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$600000$AA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$600000$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    [InlineData("pbkdf2-sha256$600000$AAECAwQFBgcICQoLDA0ODw==$!!!!")]
    [InlineData("md5$600000$AAECAwQFBgcICQoLDA0ODw==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void WeakOrBrokenHash_IsNone(string text) => Assert.Null(PasswordHash.Parse(text));

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("short", false)]
    [InlineData("aaaaaaaaaaaaaa", false)]
    [InlineData("tab\tin the middle", false)]
    [InlineData("half \ud83d of a pair", false)]
    [InlineData("correct horse battery", true)]
    [InlineData("   spaces   count   ", true)]
    public void Rules_TakeOnlyWhatIsLongEnough(string? password, bool good) => Assert.Equal(good, PasswordRules.Trouble(password) is null);

    [Fact]
    public void Store_Damaged_LetsNobodyInAndDoesNotOpenTheSetUp()
    {
        var folder = new RamFolder();
        var store = new PasswordStore(folder);
        Assert.Equal(PasswordState.Missing, store.State);
        folder.Replace("password", Encoding.ASCII.GetBytes("pbkdf2-sha256$6000"));

        Assert.Equal(PasswordState.Damaged, store.State);
        Assert.False(store.Matches(""));
        Assert.Equal("", store.Stamp);
        Assert.False(store.SetFirst(PasswordHash.Of(TestAccess.Password)));
    }
}
