{{ config(enabled=is_enabled('movement')) }}

{#- All that a cut is learned of, or a label by such a cut depends on. -#}
{%- set has_value_types = is_enabled('value_type') -%}
{%- set metrics = (learned_metrics() + [
    'net_revenue', 'referral_count', 'last_rating', 'recent_net_revenue',
    'prior_net_revenue'
]) | unique -%}

with

facts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        dates.previous_as_of_date,
        {%- for metric in metrics %}
        {{ measured(metric) }} as {{ metric }},
        {%- endfor %}
        forecasts.expected_orders,
        facts.purchase_day_count
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    left join {{ ref('customer_tiers', 'int_known_forecasts') }} as forecasts
        on
            {{ same_customer('facts', 'forecasts') }}
            and forecasts.horizon_days = {{ setting('forecast_days') }}
    inner join {{ ref('customer_tiers', 'int_as_of_dates') }} as dates
        on facts.as_of_date = dates.as_of_date and dates.movement_version is not null

),

bounds as (

    select
        store_id,
        as_of_date,
        {%- if has_value_types %}
        {{ value_type_bounds() }},
        {%- endif %}
        {{ rfm_bounds() }}
    from {{ ref('customer_tiers', 'tier_cuts') }}
    group by store_id, as_of_date

),

segment_cells as (

    select * from {{ rules('rfm_segment_cells') }}

),

value_segments as (

    select * from {{ rules('rfm_value_segments') }}

),

{%- if has_value_types %}

value_type_rules as (

    select * from {{ rules('value_type_rules') }}

),
{%- endif %}

scores as (

    select
        facts.*,
        {%- if has_value_types %}
        {{ value_type_score_columns() }},
        {%- endif %}
        {{ rfm_score_columns() }}
    from facts
    left join bounds
        on
            facts.store_id = bounds.store_id
            and facts.previous_as_of_date = bounds.as_of_date

),

scores_with_codes as (

    select
        *,
        {%- if has_value_types %}
        {{ value_score() }} as value_score,
        {%- endif %}
        {{ rfm_code_columns() }}
    from scores

),

-- Who has the same label by both cuts has moved alone, whatever the cuts did.
scores_by_previous_cuts as (

    select
        scores.*,
        {%- if has_value_types %}
        {{ if_bought('value_type_rules.value_type', 'scores') }} as value_type,
        {%- endif %}
        {{ if_bought('segment_cells.rfm_segment', 'scores') }} as rfm_segment,
        {{ if_bought('value_segments.rfm_value_segment', 'scores') }}
            as rfm_value_segment
    from scores_with_codes as scores
    left join segment_cells on scores.rfm_cell = segment_cells.rfm_cell
    left join value_segments on scores.rfm_value_code = value_segments.rfm_value_code
    {%- if has_value_types %}
    inner join value_type_rules
        on
            value_type_rules.is_value_high = {{ is_high('scores.value_score') }}
            and value_type_rules.is_volume_high = {{ is_high('scores.volume_score') }}
    {%- endif %}

)

select * from scores_by_previous_cuts
