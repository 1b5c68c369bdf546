namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of the imported BIN ranges, beside a range of six digits and one of eight within it.</summary>
public static class BinViolations
{
    private const string Healthy =
        """
        insert into paygate.bin_imports (ranges) values (2);
        insert into paygate.bin_ranges values
          (6, 414720, 414729, 'visa', 'credit', 'signature', 'Chase', 'US'), (8, 41472000, 41472099, 'visa', 'debit', null, null, null);
        """;

    public static IEnumerable<Violation> All =>
    [
        Range("range of BINs cut short", "5, 41472, 41472", "bin_ranges_digits_check"),
        Range("range of BINs too long", "9, 414720000, 414720000", "bin_ranges_digits_check"),
        Range("range that ends before it begins", "6, 414739, 414730", "bin_ranges_in_order"),
        Range("range of fewer digits than it says", "7, 414730, 414739", "bin_ranges_in_order"),
        Range("range that ends in more digits", "6, 999990, 1000000", "bin_ranges_in_order"),
        Range("range that begins within another", "6, 414729, 414735", "bin_ranges_overlap"),
        Range("range that ends within another", "6, 414710, 414720", "bin_ranges_overlap"),
        Range("range that holds another", "6, 414700, 414799", "bin_ranges_overlap"),
        Range("range within another of eight digits", "8, 41472050, 41472050", "bin_ranges_overlap"),
        Range("range of no brand", "6, 414730, 414730", "bin_ranges_brand_check", brand: "mir"),
        Range("range of no known type", "6, 414730, 414730", "bin_ranges_type_check", type: "charge"),
        Range("range of an empty category", "6, 414730, 414730", "bin_ranges_category_check", more: "'', null, null"),
        Range("range of nobody", "6, 414730, 414730", "bin_ranges_issuer_check", more: "null, '', null"),
        Range("range of an issuer without end", "6, 414730, 414730", "bin_ranges_issuer_check", more: "null, repeat('a', 101), null"),
        Range("range of a country in small letters", "6, 414730, 414730", "bin_ranges_country_check", more: "null, null, 'us'"),
        Range("range of a country in three letters", "6, 414730, 414730", "bin_ranges_country_check", more: "null, null, 'USA'"),
        new("import of less than nothing", "insert into paygate.bin_imports (ranges) values (-1)", "bin_imports_ranges_check") { Beside = Healthy },
    ];

    private static Violation Range(
        string name, string range, string constraint, string brand = "visa", string type = "credit", string more = "null, null, null") =>
        new(name, $"insert into paygate.bin_ranges values ({range}, '{brand}', '{type}', {more})", constraint) { Beside = Healthy };
}
