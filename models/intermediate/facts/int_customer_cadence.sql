{%- set has_discounts = is_column_given('orders', 'discount_amount') -%}

with

customer_totals as (

    select
        *,
        {{ days_from('first_order_date', 'as_of_date') }} as tenure_days,
        {{ days_from('last_order_date', 'as_of_date') }} as days_since_last_order,
        {{ ratio('gap_day_sum', 'gap_count') }} as mean_gap_days,
        gap_count * squared_gap_day_sum - gap_day_sum * gap_day_sum as gap_spread
    from {{ ref('customer_tiers', 'int_customer_totals') }}

),

store_gaps as (

    select * from {{ ref('customer_tiers', 'int_store_cadence') }}

),

customers_with_usual_gap as (

    select
        customer_totals.*,
        case
            when
                customer_totals.purchase_day_count
                >= {{ setting('own_gap_purchase_days') }}
                then customer_totals.mean_gap_days
            else coalesce(store_gaps.pooled_gap_days, {{ setting('default_gap_days') }})
        end as usual_gap_days
    from customer_totals
    left join store_gaps
        on {{ same_store_and_date('customer_totals', 'store_gaps') }}

),

customers_with_expected_gap as (

    select
        *,
        least(
            greatest(usual_gap_days, {{ setting('min_gap_days') }}),
            {{ setting('max_gap_days') }}
        ) as expected_gap_days
    from customers_with_usual_gap

),

customer_cadence as (

    select
        store_id,
        customer_id,
        as_of_date,
        first_order_date,
        last_order_date,
        last_comeback_date,
        tenure_days,
        days_since_last_order,
        purchase_day_count,
        order_count,
        satisfied_order_count,
        unknown_cost_order_count,
        gross_revenue,
        {{ if_enabled(has_discounts, 'discount_amount', 'decimal(18, 4)') }}
            as discount_amount,
        refund_amount,
        cost_amount,
        net_revenue,
        window_order_count,
        window_net_revenue,
        prior_window_net_revenue,
        recent_gross_revenue,
        {{ if_enabled(has_discounts, 'recent_discount_amount', 'decimal(18, 4)') }}
            as recent_discount_amount,
        prior_gross_revenue,
        {{ if_enabled(has_discounts, 'prior_discount_amount', 'decimal(18, 4)') }}
            as prior_discount_amount,
        first_order_revenue,
        first_day_revenue,
        short_repeat_count,
        long_repeat_count,
        recent_order_count,
        recent_net_revenue,
        prior_order_count,
        prior_net_revenue,
        rfm_order_count,
        rfm_net_revenue,
        category_count,
        channel_count,
        preferred_weekday,
        preferred_hour,
        mean_gap_days,
        expected_gap_days,
        sqrt({{ ratio('gap_spread', 'gap_count * nullif(gap_count - 1, 0)') }})
            as gap_stddev_days,
        {{ ratio('days_since_last_order', 'expected_gap_days') }} as overdue_ratio,
        {{ add_days('last_order_date', 'round(expected_gap_days)') }}
            as expected_next_order_date
    from customers_with_expected_gap

)

select * from customer_cadence
