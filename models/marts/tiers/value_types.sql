{{ config(materialized='as_of', enabled=is_enabled('value_type')) }}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        purchase_day_count,
        value_per_order,
        satisfied_order_count,
        {{ measured('discount_share') }} as discount_share,
        engagement_count,
        orders_per_month,
        {{ ratio('recent_net_revenue', 'recent_order_count') }}
            as recent_revenue_per_order,
        {{ ratio('prior_net_revenue', 'prior_order_count') }}
            as prior_revenue_per_order,
        {{ ratio('recent_discount_amount', 'recent_gross_revenue') }}
            as recent_discount_share,
        {{ ratio('prior_discount_amount', 'prior_gross_revenue') }}
            as prior_discount_share
    from {{ ref('customer_tiers', 'customer_facts') }}

),

bounds as (

    select
        store_id,
        as_of_date,
        {{ value_type_bounds() }}
    from {{ ref('customer_tiers', 'tier_cuts') }}
    group by store_id, as_of_date

),

rules as (

    select * from {{ rules('value_type_rules') }}

),

scores as (

    select
        facts.*,
        {{ value_type_score_columns() }}
    from facts
    left join bounds on {{ same_store_and_date('facts', 'bounds') }}

),

scores_of_value_and_volume as (

    select
        *,
        {{ value_score() }} as value_score
    from scores

),

-- Rounded, since a product of doubles can miss the bound by its last digit.
value_types as (

    select
        scores.store_id,
        scores.customer_id,
        scores.as_of_date,
        scores.value_per_order,
        scores.satisfied_order_count,
        scores.discount_share,
        scores.engagement_count,
        scores.orders_per_month,
        scores.value_per_order_score,
        scores.satisfied_order_count_score,
        scores.discount_share_score,
        scores.engagement_count_score,
        scores.value_score,
        scores.volume_score,
        {{ if_bought('rules.value_type', 'scores') }} as value_type,
        scores.recent_revenue_per_order,
        scores.prior_revenue_per_order,
        scores.recent_discount_share,
        scores.prior_discount_share,
        {{ if_bought('rules.value_type', 'scores') }} = 'volume'
        and (
            coalesce(
                round(scores.recent_revenue_per_order, 8) >= round(
                    (1 + {{ setting('conversion_revenue_rise') }})
                    * scores.prior_revenue_per_order,
                    8
                )
                and scores.prior_revenue_per_order > 0,
                false
            )
            or coalesce(
                round(scores.recent_discount_share, 8) <= round(
                    (1 - {{ setting('conversion_discount_fall') }})
                    * scores.prior_discount_share,
                    8
                )
                and scores.prior_discount_share > 0,
                false
            )
        ) as is_conversion_candidate
    from scores_of_value_and_volume as scores
    inner join rules
        on
            rules.is_value_high = {{ is_high('scores.value_score') }}
            and rules.is_volume_high = {{ is_high('scores.volume_score') }}

)

select * from value_types
