{% macro setting(name) %}
    {%- set choices = {
        'rfm_method': ['percent_rank', 'quantile', 'fixed'],
        'rfm_value_cut': ['mean', 'median', 'value'],
        'lifecycle_method': ['cadence', 'fixed'],
        'history_grain': ['day', 'week', 'month', 'quarter', 'year'],
        'cohort_grain': ['week', 'month', 'quarter', 'year'],
    } -%}
    {%- set whole_numbers = {
        'history_periods': (0, 36500),
        'keep_daily_days': (0, 36500),
        'max_events_per_batch': (1, 1000000000000),
        'rfm_bins': (2, 9),
        'rfm_window_days': (1, 36500),
        'window_days': (1, 36500),
        'new_customer_days': (0, 36500),
        'lapse_days': (1, 36500),
        'reactivation_days': (0, 36500),
        'own_gap_purchase_days': (2, 1000),
        'default_gap_days': (1, 36500),
        'min_gap_days': (1, 36500),
        'max_gap_days': (1, 36500),
        'recent_days': (1, 36500),
        'month_days': (1, 36500),
        'satisfied_rating': (1, 5),
        'high_score': (1, 5),
        'advocate_nps': (0, 10),
        'care_calendar_days': (0, 365),
        'max_next_categories': (1, 1000),
        'max_actions': (1, 20),
        'forecast_days': (28, 3650),
        'forecast_origins': (2, 36),
        'forecast_min_customers': (50, 1000000),
        'forecast_sample_customers': (1000, 1000000000),
        'lifetime_years': (1, 10),
    } -%}
    {%- set numbers = [
        'conversion_revenue_rise', 'conversion_discount_fall', 'min_need_ratio',
        'max_need_ratio', 'min_pair_support', 'grade_growth_factor', 'key_account_min_index',
        'forecast_min_orders'
    ] -%}
    {%- set shares = [
        'key_account_revenue_share', 'max_rejected_share', 'top_customer_share',
        'upper_customer_share', 'yearly_discount_rate'
    ] -%}
    {%- set dates = [
        'as_of_date', 'latest_credible_date', 'history_from', 'history_to',
        'earliest_credible_date', 'earliest_credible_birth_date'
    ] -%}
    {%- set earliest_dates = ['earliest_credible_date', 'earliest_credible_birth_date'] -%}
    {%- set time_zones = ['business_timezone', 'source_timezone'] -%}
    {%- set may_be_null = [
        'as_of_date', 'latest_credible_date', 'history_from', 'history_to',
        'rfm_window_days', 'source_timezone', 'forecast_sample_customers'
    ] -%}
    {%- set value = var(name) -%}
    {%- set is_missing = value is none or value | string | trim == '' -%}
    {%- if is_missing and name in may_be_null -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set wrong = "var " ~ name ~ " is '" ~ value ~ "'; " -%}
    {%- if name in choices and value not in choices[name] -%}
        {{ exceptions.raise_compiler_error(
            wrong ~ "it must be one of " ~ choices[name] | join(', ') ~ "."
        ) }}
    {%- elif name in whole_numbers -%}
        {%- set lowest, highest = whole_numbers[name] -%}
        {%- if not modules.re.fullmatch('[0-9]+', value | string)
            or not lowest <= value | int <= highest -%}
            {{ exceptions.raise_compiler_error(
                wrong ~ "it must be a whole number from " ~ lowest ~ " to " ~ highest
                ~ (" or null." if name in may_be_null else ".")
            ) }}
        {%- endif -%}
        {{ return(value | int) }}
    {%- elif name in numbers
        and not modules.re.fullmatch('[0-9]+([.][0-9]+)?', value | string) -%}
        {{ exceptions.raise_compiler_error(
            wrong ~ "it must be a number such as 0.5 or 2."
        ) }}
    {%- elif name in shares
        and not modules.re.fullmatch('0([.][0-9]+)?|1([.]0+)?', value | string) -%}
        {{ exceptions.raise_compiler_error(
            wrong ~ "it must be a share from 0 to 1 such as 0.5."
        ) }}
    {%- elif name in dates and not is_calendar_date(value) -%}
        {{ exceptions.raise_compiler_error(
            wrong ~ "it must be a day that exists, written YYYY-MM-DD, or null."
        ) }}
    {%- elif name in earliest_dates and value | string < '1000' -%}
        {{ exceptions.raise_compiler_error(wrong ~ "it must be 1000-01-01 or later.") }}
    {%- elif name == 'missing_texts' -%}
        {%- if value is string or value is mapping
            or value | reject('string') | list or '' in value -%}
            {{ exceptions.raise_compiler_error(
                wrong ~ "it must be a list of texts such as ['null', 'n/a'], each in quotes."
            ) }}
        {%- endif -%}
        {{ return(value | map('lower') | list) }}
    {%- elif name in time_zones and not is_time_zone(value) -%}
        {{ exceptions.raise_compiler_error(
            wrong ~ "it must be the name of a time zone such as Europe/Berlin or "
            ~ "Asia/Shanghai" ~ (" or null." if name in may_be_null else ".")
        ) }}
    {%- elif name == 'reporting_currency'
        and not modules.re.fullmatch('[A-Z]{3}', value | string) -%}
        {{ exceptions.raise_compiler_error(
            wrong ~ "it must be a currency's three capital letters such as USD or CNY."
        ) }}
    {%- endif -%}
    {{ return(value | string) }}
{% endmacro %}

{% macro is_calendar_date(text) %}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', text | string) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set year, month, day = (text | string).split('-') | map('int') -%}
    {%- if year < 1 or not 1 <= month <= 12 or not 1 <= day <= 31 -%}
        {{ return(false) }}
    {%- endif -%}
    {#- Counting days from the first of the month stays within it only if the date
        exists. -#}
    {%- set first = modules.datetime.date(year, month, 1) -%}
    {{ return((first + modules.datetime.timedelta(days=day - 1)).month == month) }}
{% endmacro %}

{#- Only the database knows the time zones, and it is not available while dbt
    parses. -#}
{% macro is_time_zone(name) %}
    {%- if not modules.re.fullmatch('[A-Za-z][A-Za-z0-9_+/-]*', name | string) -%}
        {{ return(false) }}
    {%- elif not execute or name == 'UTC' -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set zones = run_query(adapter.dispatch('time_zones_called')(name)) -%}
    {{ return(zones.columns[0].values()[0] == 1) }}
{% endmacro %}

{% macro duckdb__time_zones_called(name) -%}
    select count(*) from pg_timezone_names() where name = '{{ name }}'
{%- endmacro %}

{% macro spark__time_zones_called(name) -%}
    select count(try_cast('2000-01-01 00:00:00 {{ name }}' as timestamp))
{%- endmacro %}

{% macro percent_of_setting(name) %}
    {%- set percent = (100 * setting(name) | float) | round(4) | string -%}
    {{ return(modules.re.sub('[.]0+$', '', percent) ~ '%') }}
{% endmacro %}
