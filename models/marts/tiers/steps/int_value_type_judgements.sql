{{ config(enabled=is_used('value_type')) }}

{%- set metrics = [
    'value_per_order', 'satisfied_order_count', 'discount_share', 'engagement_count',
    'orders_per_month'
] -%}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        cuts_of,
        cut_date,
        purchase_day_count,
        value_per_order,
        satisfied_order_count,
        {{ rounded_ratio('discount_amount', 'gross_revenue') }} as discount_share,
        engagement_count,
        orders_per_month,
        recent_order_count,
        recent_net_revenue,
        recent_gross_revenue,
        recent_discount_amount,
        previous_order_count,
        previous_net_revenue,
        previous_gross_revenue,
        previous_discount_amount
    from {{ ref('customer_tiers', 'int_facts_by_cuts') }}

),

bounds as (

    select
        store_id,
        as_of_date,
        {%- for metric in metrics %}
        count(case when scheme = 'value_type' and metric = '{{ metric }}' then 1 end)
            as {{ metric }}_level_count,
        {%- endfor %}
        {{ bound_columns('value_type', metrics, 5) }}
    from {{ ref('customer_tiers', 'tier_cuts') }}
    group by store_id, as_of_date

),

scores as (

    select
        facts.*,
        {{ score_if_known('value_per_order') }} as value_per_order_score,
        {{ score_if_known('satisfied_order_count') }} as satisfied_order_count_score,
        {{ score_if_known('discount_share') }} as discount_share_score,
        {{ score_if_known('engagement_count') }} as engagement_count_score,
        {{ score_if_known('orders_per_month') }} as volume_score
    from facts
    left join bounds
        on
            facts.store_id = bounds.store_id
            and facts.cut_date = bounds.as_of_date

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

    select * from {{ rules('value_type_rules') }}

),

value_type_judgements as (

    select
        value_scores.*,
        {{ if_bought('rules.value_type', 'value_scores') }} as value_type
    from value_scores
    inner join rules
        on
            rules.is_value_high
            = (coalesce(value_scores.value_score, 0) >= {{ setting('high_score') }})
            and rules.is_volume_high
            = (coalesce(value_scores.volume_score, 0) >= {{ setting('high_score') }})

)

select * from value_type_judgements
