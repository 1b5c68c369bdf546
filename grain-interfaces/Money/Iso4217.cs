using System.Collections.Frozen;

namespace PayGate;

/// <summary>ISO 4217 list one: the currencies in use and the number of their minor-unit digits. Funds codes, metals and testing codes are left out.</summary>
internal static class Iso4217
{
    private const string NoDigits = "bif clp djf gnf isk jpy kmf krw pyg rwf ugx vnd vuv xaf xof xpf";
    private const string ThreeDigits = "bhd iqd jod kwd lyd omr tnd";
    private const string TwoDigits =
        "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd btn bwp byn bzd cad cdf chf cny cop crc cup cve czk dkk dop dzd "
        + "egp ern etb eur fjd fkp gbp gel ghs gip gmd gtq gyd hkd hnl htg huf idr ils inr irr jmd kes kgs khr kpw kyd kzt lak lbp lkr lrd lsl mad mdl "
        + "mga mkd mmk mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sdg sek sgd shp "
        + "sle sos srd ssp stn svc syp szl thb tjs tmt top try ttd twd tzs uah usd uyu uzs ved ves wst xcd yer zar zmw zwg";

    public static readonly FrozenDictionary<string, int> Exponents =
        Codes(NoDigits, 0).Concat(Codes(TwoDigits, 2)).Concat(Codes(ThreeDigits, 3)).ToFrozenDictionary(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, int>> Codes(string list, int exponent) =>
        list.Split(' ').Select(code => KeyValuePair.Create(code, exponent));
}
