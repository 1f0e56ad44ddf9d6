{{ config(enabled=is_used('value_type')) }}

{%- set value_metrics = [
    'value_per_order', 'satisfied_order_count', 'discount_share', 'engagement_count'
] -%}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        cuts_of,
        cut_date,
        value_per_order,
        satisfied_order_count,
        cast(round(discount_share, 4) as decimal(18, 4)) as discount_share,
        engagement_count,
        orders_per_month
    from {{ ref('facts_by_cuts') }}

),

cuts as (

    select * from {{ ref('tier_cuts') }}
    where scheme = 'value_type'

),

-- Who lies in no cut has an unknown value: no score.
scores as (

    select
        facts.*,
        {%- for metric in value_metrics %}
        {{ metric }}_cut.level_rank as {{ metric }}_score,
        {%- endfor %}
        orders_per_month_cut.level_rank as volume_score
    from facts
    {%- for metric in value_metrics + ['orders_per_month'] %}
    {{ join_cut('value_type', metric, metric ~ '_cut', 'cut_date') }}
    {%- endfor %}

),

value_scores as (

    select
        *,
        {{ mean_of_known([
            'value_per_order_score', 'satisfied_order_count_score',
            'discount_share_score', 'engagement_count_score'
        ]) }} as value_score
    from scores

),

rules as (

    select * from {{ ref('value_type_rules') }}

),

value_type_judgements as (

    select
        value_scores.*,
        rules.value_type
    from value_scores
    inner join rules
        on
            coalesce(value_scores.value_score >= {{ setting('high_score') }}, false)
            = rules.is_value_high
            and coalesce(value_scores.volume_score >= {{ setting('high_score') }}, false)
            = rules.is_volume_high

)

select * from value_type_judgements
