{{ config(materialized='as_of', enabled=is_used('value_type')) }}

with

judgements as (

    select
        *,
        {{ ratio('recent_net_revenue', 'recent_order_count') }}
            as recent_revenue_per_order,
        {{ ratio('previous_net_revenue', 'previous_order_count') }}
            as previous_revenue_per_order,
        {{ ratio('recent_discount_amount', 'recent_gross_revenue') }}
            as recent_discount_share,
        {{ ratio('previous_discount_amount', 'previous_gross_revenue') }}
            as previous_discount_share
    from {{ ref('customer_tiers', 'int_value_type_judgements') }}
    where cuts_of = 'own'

),

-- Rounded, as a double misses a tenth by its last digit.
value_types as (

    select
        store_id,
        customer_id,
        as_of_date,
        value_per_order,
        satisfied_order_count,
        discount_share,
        engagement_count,
        orders_per_month,
        value_per_order_score,
        satisfied_order_count_score,
        discount_share_score,
        engagement_count_score,
        value_score,
        volume_score,
        value_type,
        recent_revenue_per_order,
        previous_revenue_per_order,
        recent_discount_share,
        previous_discount_share,
        value_type = 'volume'
        and (
            coalesce(
                round(recent_revenue_per_order, 8)
                >= round(
                    (1 + {{ setting('conversion_revenue_rise') }})
                    * previous_revenue_per_order,
                    8
                )
                and previous_revenue_per_order > 0,
                false
            )
            or coalesce(
                round(recent_discount_share, 8)
                <= round(
                    (1 - {{ setting('conversion_discount_fall') }})
                    * previous_discount_share,
                    8
                )
                and previous_discount_share > 0,
                false
            )
        ) as is_conversion_candidate
    from judgements

)

select * from value_types
