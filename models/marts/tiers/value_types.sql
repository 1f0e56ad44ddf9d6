{{ config(enabled=is_used('value_type')) }}

with

judgements as (

    select * from {{ ref('value_type_judgements') }}
    where cuts_of = 'own'

),

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        {{ ratio('recent_net_revenue', 'recent_order_count') }}
            as recent_revenue_per_order,
        {{ ratio('previous_net_revenue', 'previous_order_count') }}
            as previous_revenue_per_order,
        {{ ratio('recent_discount_amount', 'recent_gross_revenue') }}
            as recent_discount_share,
        {{ ratio('previous_discount_amount', 'previous_gross_revenue') }}
            as previous_discount_share
    from {{ ref('customer_facts') }}

),

-- Rounded, as a double misses a tenth by its last digit.
value_types as (

    select
        judgements.store_id,
        judgements.customer_id,
        judgements.as_of_date,
        judgements.value_per_order,
        judgements.satisfied_order_count,
        judgements.discount_share,
        judgements.engagement_count,
        judgements.orders_per_month,
        judgements.value_per_order_score,
        judgements.satisfied_order_count_score,
        judgements.discount_share_score,
        judgements.engagement_count_score,
        judgements.value_score,
        judgements.volume_score,
        judgements.value_type,
        facts.recent_revenue_per_order,
        facts.previous_revenue_per_order,
        facts.recent_discount_share,
        facts.previous_discount_share,
        judgements.value_type = 'volume'
        and (
            coalesce(
                round(facts.recent_revenue_per_order, 8)
                >= round(1.1 * facts.previous_revenue_per_order, 8)
                and facts.previous_revenue_per_order > 0,
                false
            )
            or coalesce(
                round(facts.recent_discount_share, 8)
                <= round(0.9 * facts.previous_discount_share, 8)
                and facts.previous_discount_share > 0,
                false
            )
        ) as is_conversion_candidate
    from judgements
    inner join facts on {{ same_customer('judgements', 'facts') }}

)

{{ as_of_rows('value_types') }}
