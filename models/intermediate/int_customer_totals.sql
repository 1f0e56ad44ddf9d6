with

order_events as (

    select
        *,
        gross_revenue - discount_amount - refund_amount as net_revenue
    from {{ ref('int_order_events') }}

),

as_of_dates as (

    select as_of_date from {{ ref('int_as_of_dates') }}

),

known_events as (

    select
        order_events.*,
        as_of_dates.as_of_date,
        {{ days_from('order_events.event_date', 'as_of_dates.as_of_date') }}
            as age_days,
        {{ days_from('order_events.count_date', 'as_of_dates.as_of_date') }}
            as count_age_days
    from order_events
    inner join as_of_dates on order_events.event_date <= as_of_dates.as_of_date

),

customer_totals as (

    select
        store_id,
        customer_id,
        as_of_date,
        min(purchase_date) as first_order_date,
        max(purchase_date) as last_order_date,
        max(case when gap_days >= {{ setting('lapse_days') }} then purchase_date end)
            as last_comeback_date,
        -- Each purchase day but the first ends a gap.
        case when max(purchase_date) is null then 0 else 1 + count(gap_days) end
            as purchase_day_count,
        count(gap_days) as gap_count,
        sum(gap_days) as gap_day_sum,
        sum(gap_days * gap_days) as squared_gap_day_sum,
        sum(order_count) as order_count,
        sum(satisfied_order_count) as satisfied_order_count,
        sum(unknown_cost_order_count) as unknown_cost_order_count,
        sum(gross_revenue) as gross_revenue,
        sum(discount_amount) as discount_amount,
        sum(refund_amount) as refund_amount,
        sum(cost_amount) as cost_amount,
        sum(net_revenue) as net_revenue,
        sum(order_count) filter (where count_age_days < {{ setting('window_days') }})
            as window_order_count,
        sum(net_revenue) filter (where age_days < {{ setting('window_days') }})
            as window_net_revenue,
        sum(net_revenue) filter (
            where
            age_days between {{ setting('window_days') }}
            and {{ 2 * setting('window_days') - 1 }}
        ) as previous_window_net_revenue,
        sum(gross_revenue) filter (where age_days < 90) as recent_gross_revenue,
        sum(discount_amount) filter (where age_days < 90) as recent_discount_amount,
        sum(gross_revenue) filter (where age_days between 90 and 179)
            as previous_gross_revenue,
        sum(discount_amount) filter (where age_days between 90 and 179)
            as previous_discount_amount,
        sum(first_order_revenue) as first_order_revenue,
        sum(order_count) filter (where count_age_days < 90) as recent_order_count,
        sum(net_revenue) filter (where age_days < 90) as recent_net_revenue,
        sum(order_count) filter (where count_age_days between 90 and 179)
            as previous_order_count,
        sum(net_revenue) filter (where age_days between 90 and 179)
            as previous_net_revenue,
        sum(order_count) {{ in_rfm_window('count_age_days') }} as rfm_order_count,
        sum(net_revenue) {{ in_rfm_window('age_days') }} as rfm_net_revenue
    from known_events
    group by store_id, customer_id, as_of_date

)

select * from customer_totals
