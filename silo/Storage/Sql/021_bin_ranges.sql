-- What operators import about BINs, the leading digits of card numbers. An import replaces all ranges at once; processes look at its number every second.
create table paygate.bin_imports(
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  ranges int not null check (ranges >= 0));

create table paygate.bin_ranges(
  digits smallint not null check (digits between 6 and 8),
  lowest int not null,
  highest int not null,
  brand text not null check (brand in ('visa', 'mastercard', 'amex', 'discover', 'jcb', 'diners', 'unionpay', 'maestro')),
  type text not null check (type in ('credit', 'debit', 'prepaid', 'unknown')),
  category text check (length(category) between 1 and 40),
  issuer text check (length(issuer) between 1 and 100),
  country text check (length(country) = 2 and translate(country, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') = ''),
  primary key (digits, lowest),
  constraint bin_ranges_in_order check (lowest <= highest and length(lowest::text) = digits and length(highest::text) = digits),
  -- A range may lie within one of fewer digits, which it refines. Among those of equal length one BIN has one answer: the number of digits leads the number that
  -- is compared, so that ranges of different lengths never meet.
  constraint bin_ranges_overlap exclude using gist (
    int8range(digits * 1000000000::bigint + lowest, digits * 1000000000::bigint + highest, '[]') with &&));

grant select, insert on paygate.bin_imports to paygate_silo;
grant select, insert, delete on paygate.bin_ranges to paygate_silo;
