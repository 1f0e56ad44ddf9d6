{#- YAML, so that the runner reads the same words before dbt starts. -#}
{% macro mapping_words() %}
    {%- set words -%}
# The inputs, and the canonical columns of each.
columns:
  orders: [
    order_id, customer_id, ordered_at, gross_amount, order_status, discount_amount,
    refund_amount, refunded_at, cost_amount, currency, store_id, channel, category]
  exchange_rates: [rate_date, currency, rate_to_reporting]
  customers: [
    customer_id, store_id, full_name, email, phone, registered_at, birth_date, gender,
    acquisition_channel, is_strategic, decision_role, income_band, region]
  order_lines: [
    order_id, store_id, product_id, category, quantity, net_amount, cost_amount]
  feedback: [customer_id, store_id, order_id, given_at, rating, nps, is_complaint]
  refunds: [order_id, refunded_at, refund_amount, store_id, currency]
  referrals: [referrer_customer_id, referred_customer_id, referred_at]
  customer_aliases: [alias_customer_id, customer_id]
  cluster_rules: [
    store_id, learned_date, learned_customer_count, cluster_count, fidelity, silhouette,
    rfm_agreement, cluster_id, cluster_name_en, cluster_name_zh, stability, box_number, metric,
    lower_bound, upper_bound, unknown_values, condition_en, condition_zh, finding_en,
    finding_zh]
  factor_loadings: [
    store_id, learned_date, learned_customer_count, kmo, factor, factor_name_en,
    factor_name_zh, eigenvalue, chance_eigenvalue, variance_share, metric, loading]
# What may be of the whole order where a row is a line of it.
order_columns: [gross_amount, discount_amount, refund_amount, cost_amount, refunded_at]
# What a status of the shop may mean; the rule seed order_status_effects says what follows.
statuses: [completed, cancelled, pending, returned]
# Of these each row has its own: a text that is the same in all rows is a slip.
ids: [
  order_id, customer_id, referrer_customer_id, referred_customer_id, alias_customer_id]
# The keys of an input, those that only the orders have, and those of a join.
input_keys: [
  location, relation, model, source, format, read_options, convert, columns, joins, leave_out]
orders_keys: [grain, order_columns, status_level, statuses]
join_keys: [location, relation, model, source, format, read_options, convert, 'on']
# What an expression may be made of, as DuckDB's parser calls it: values of the row and
# harmless functions of them. Not in it: subquery, window, star, parameter.
parts: [
  BETWEEN, CASE, CAST, COLLATE, COLUMN_REF, COMPARISON, CONJUNCTION, CONSTANT, FUNCTION,
  LAMBDA, OPERATOR, TYPE]
# What these functions give depends on the values that they are given alone: no file, no
# network, no setting, no clock, no chance, and one row in for one row out.
functions: >-
  + - * / // % ^ ** ~ & | << >> || @ ~~ ~~* ~~~ !~~ !~~* ^@ ->> && <@ @>
  abs add age apply array_append array_apply array_cat array_concat array_contains array_distinct
  array_extract array_filter array_has array_has_all array_has_any array_indexof
  array_intersect array_length array_pop_back array_pop_front array_position
  array_prepend array_push_back array_push_front array_resize array_reverse
  array_reverse_sort array_select array_slice array_sort array_to_string
  array_transform array_unique array_value array_where array_zip ascii bit_count
  bit_length cardinality cbrt ceil ceiling century char_length character_length chr
  concat concat_ws constant_or_null contains damerau_levenshtein date_add date_diff
  date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname
  dayofmonth dayofweek dayofyear days_in_month decade decode degrees divide editdist3
  element_at encode ends_with epoch epoch_ms epoch_ns epoch_us era even exp fdiv filter
  flatten floor fmod format from_base64 from_hex gcd greatest hamming hash hex hour if
  ilike_escape instr isfinite isinf isnan isodow isoyear jaccard jaro_similarity
  jaro_winkler_similarity json json_array json_array_length json_contains json_exists
  json_extract json_extract_path json_extract_path_text json_extract_string json_keys
  json_object json_quote json_type json_valid json_value julian last_day lcase lcm least
  left len length levenshtein like_escape list_any_value list_append list_apply list_avg list_cat
  list_concat list_contains list_count list_distinct list_element list_extract
  list_filter list_first list_has list_has_all list_has_any list_indexof list_intersect
  list_last list_max list_min list_pack list_position list_prepend list_resize
  list_reverse list_reverse_sort list_select list_slice list_sort list_string_agg
  list_sum list_transform list_unique list_value list_where list_zip ln log log10 log2
  lower lpad ltrim make_date make_time make_timestamp make_timestamp_ms make_timestamptz
  map map_concat map_contains map_entries map_extract map_extract_value map_from_entries
  map_keys map_values md5 microsecond millennium millisecond minute mismatches mod month
  monthname multiply nfc_normalize not_ilike_escape not_like_escape nullif octet_length
  ord overlay pi position pow power prefix printf quarter radians regexp_escape
  regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace
  regexp_split_to_array repeat replace reverse right round round_even row row_to_json
  rpad rtrim second sha1 sha256 sign split split_part sqrt starts_with str_split
  str_split_regex strftime string_split string_split_regex string_to_array strip_accents
  strlen strpos strptime struct_contains struct_extract struct_extract_at struct_has
  struct_insert struct_keys struct_pack struct_values substr substring subtract suffix
  switch time_bucket timezone timezone_hour timezone_minute to_base to_base64 to_days
  to_hex to_hours to_json to_microseconds to_milliseconds to_minutes to_months
  to_seconds to_timestamp to_weeks to_years translate trim trunc try_strptime typeof
  ucase unhex unicode upper url_decode url_encode week weekday weekofyear xor year
  yearweek
    {%- endset -%}
    {{ return(fromyaml(words)) }}
{% endmacro %}
