{#- Every method, in the order that decides between equals: the column of its expected
    orders in int_forecast_trials, and whether it needs a fit. -#}
{% macro forecast_methods() %}
    {{ return({
        'same_again': false,
        'own_rate_recent': false,
        'own_rate': false,
        'recency_rank': false,
        'store_mean': false,
        'blend': true,
        'mbg_nbd': true,
        'bg_nbd': true,
    }) }}
{% endmacro %}

{% macro expected_by_method(customers) -%}
    case {{ customers }}.method
        {%- for method in forecast_methods() %}
        when '{{ method }}' then {{ customers }}.{{ method }}
        {%- endfor %}
    end
{%- endmacro %}

{#- The methods without a model, of a customer with repeat_count, tenure_days,
    days_since_last_order, period_repeat_count (in the last horizon_days), and of the
    store mean_repeat_count and recency_percent_rank. -#}
{% macro rival_columns() -%}
    {%- set own_rate -%}
        cast(repeat_count as double) * horizon_days
        / greatest(tenure_days, {{ setting('month_days') }})
    {%- endset -%}
    cast(period_repeat_count as double) as same_again,
    {{ own_rate }} as own_rate,
    case when days_since_last_order < 91 then {{ own_rate }} else 0 end
        as own_rate_recent,
    mean_repeat_count as store_mean,
    2 * mean_repeat_count * (1 - recency_percent_rank) as recency_rank
{%- endmacro %}
