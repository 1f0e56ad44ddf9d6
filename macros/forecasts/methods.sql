{#- Every method: the column of its expected orders in int_forecast_predictions. The seed
    forecast_methods has its rank, and says whether it is a model. -#}
{% macro forecast_methods() %}
    {{ return([
        'same_again', 'own_rate_recent', 'own_rate', 'recency_rank', 'store_mean', 'blend',
        'mbg_nbd', 'bg_nbd',
    ]) }}
{% endmacro %}

{#- The expected orders of the row's method. A blend is half model, half same again: beside
    both alone, no other weight gains anything (docs/forecasts.md). -#}
{% macro expected_by_method(customers) -%}
    case {{ customers }}.method
        {%- for method in forecast_methods() %}
        when '{{ method }}'
            then
            {%- if method == 'blend' %}
                ({{ customers }}.mbg_nbd + {{ customers }}.same_again) / 2
            {%- else %} {{ customers }}.{{ method }}
            {%- endif %}
        {%- endfor %}
    end
{%- endmacro %}

{#- The methods without a model, of a customer with repeat_count, tenure_days,
    days_since_last_order, period_repeat_count (in the last horizon_days), and of the
    store store_days (since its first purchase), mean_repeat_count (in the period) and
    recency_percent_rank. A store that is younger than the period had less time for
    orders. -#}
{% macro rival_columns() -%}
    {%- set own_rate -%}
        cast(repeat_count as double) * horizon_days
        / greatest(tenure_days, {{ setting('month_days') }})
    {%- endset -%}
    {%- set lengthened -%}
        cast(horizon_days as double)
        / least(horizon_days, greatest(store_days, {{ setting('month_days') }}))
    {%- endset -%}
    period_repeat_count * {{ lengthened }} as same_again,
    {{ own_rate }} as own_rate,
    case when days_since_last_order < 91 then {{ own_rate }} else 0 end
        as own_rate_recent,
    mean_repeat_count * {{ lengthened }} as store_mean,
    2 * mean_repeat_count * {{ lengthened }} * (1 - recency_percent_rank) as recency_rank
{%- endmacro %}

{#- What was said of whom, when, and for how long. -#}
{% macro trial_columns() %}
    {{ return(['store_id', 'as_of_date', 'horizon_days', 'fit_date', 'method']) }}
{% endmacro %}

{#- Expectations that are within 5 per cent of each other are in the same band; below one
    order in a thousand customers, all. -#}
{% macro expectation_band(expected_orders) -%}
    cast(floor(ln(greatest({{ expected_orders }}, 0.001)) * 20) as integer)
{%- endmacro %}

{#- From three orders on. -#}
{% macro least_relative_band() -%}
    22
{%- endmacro %}

{#- The orders that came; at a relative level, their share of the expectation. -#}
{% macro outcome_of(actual_orders, band, is_relative) -%}
    case
        when {{ is_relative }}
            then {{ actual_orders }} / {{ middle_of_band(band) }}
        else cast({{ actual_orders }} as double)
    end
{%- endmacro %}

{#- Back again, to whole orders. -#}
{% macro orders_of(outcome, band) -%}
    cast(
        round({{ outcome }} * case when levels.is_relative then {{ middle_of_band(band) }}
            else 1 end) as integer
    )
{%- endmacro %}

{% macro middle_of_band(band) -%}
    exp(({{ band }} + 0.5) / 20)
{%- endmacro %}

{#- Which part (0 to 1) of equal customers is among the best best_count: from_count is the
    number of those who are as good or better. -#}
{% macro share_in_best(from_count, equal_count) -%}
    greatest(least(1 - ({{ from_count }} - best_count) / {{ equal_count }}, 1), 0)
{%- endmacro %}

{#- While a model is built, the earlier dates at which its missing dates are tried, as
    literals: the views before it compute no others. -#}
{% macro is_tried(column) -%}
    {%- if not is_building() -%}
        {{ return('1 = 1') }}
    {%- endif -%}
    {%- set query -%}
        select distinct cast(fit_date as {{ dbt.type_string() }})
        from {{ ref('customer_tiers', 'int_forecast_origins') }} as origins
        where {{ is_missing('as_of_date') }}
    {%- endset -%}
    {{ return(is_one_of(column, run_query(query).columns[0].values() | list)) }}
{%- endmacro %}

{#- A model of purchases that found its parameters; of one in which hardly anybody is ever
    lost, a is as good as on a bound. -#}
{% macro is_found() -%}
    model in ('bg_nbd', 'mbg_nbd') and ended = 'converged' and a >= 0.01
{%- endmacro %}
