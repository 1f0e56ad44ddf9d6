{%- set year, days = setting('window_days'), setting('recent_days') -%}
{%- set previous = 'between ' ~ days ~ ' and ' ~ (2 * days - 1) -%}
{%- set short, long = forecast_horizons() -%}
{%- set sums = customer_sums() -%}

with

order_events as (

    select
        events.*,
        {{ iso_weekday('events.purchase_date') }} as order_weekday,
        {{ count_unit(iso_weekday('events.purchase_date')) }} as order_weekday_unit,
        {{ count_unit('events.order_hour') }} as order_hour_unit,
        cast(
            events.gross_revenue - events.discount_amount - events.refund_amount
            as decimal(18, 4)
        ) as net_revenue,
        categories.item_bit as category_bit,
        channels.item_bit as channel_bit
    from {{ ref('customer_tiers', 'int_ledger_events') }} as events
    left join {{ ref('customer_tiers', 'int_category_channel_bits') }} as categories
        on events.category = categories.item and categories.item_kind = 'category'
    left join {{ ref('customer_tiers', 'int_category_channel_bits') }} as channels
        on events.channel = channels.item and channels.item_kind = 'channel'

),

ledger_days as (

    select distinct event_date from {{ ref('customer_tiers', 'int_ledger_events') }}

),

-- An equality join is cheaper than a range join, and this is the largest one. The
-- planner also expects few rows of a range join, but many after a filter by age.
known_days as (

    select
        ledger_days.event_date,
        as_of_dates.as_of_date,
        {{ days_from('ledger_days.event_date', 'as_of_dates.as_of_date') }} as age_days
    from ledger_days
    cross join {{ ref('customer_tiers', 'int_as_of_dates') }} as as_of_dates
    where {{ days_from('ledger_days.event_date', 'as_of_dates.as_of_date') }} >= 0

),

known_events as (

    select
        order_events.*,
        known_days.as_of_date,
        known_days.age_days,
        {{ days_from('order_events.window_date', 'known_days.as_of_date') }}
            as count_age_days
    from order_events
    inner join known_days on order_events.event_date = known_days.event_date

),

customer_sums as (

    select
        store_id,
        customer_id,
        as_of_date,
        min(purchase_date) as first_order_date,
        max(purchase_date) as last_order_date,
        max(case when gap_days >= {{ setting('lapse_days') }} then purchase_date end)
            as last_comeback_date,
        count(gap_days) as gap_count,
        sum(gap_days * gap_days) as squared_gap_day_sum,
        sum(order_count) as order_count,
        sum(satisfied_order_count) as satisfied_order_count,
        sum(unknown_cost_order_count) as unknown_cost_order_count,
        bit_or(category_bit) as category_bits,
        bit_or(channel_bit) as channel_bits,
        {{ count_each('order_weekday', range(1, 8)) }},
        {{ count_each('order_hour', range(24)) }},
        {%- for name, sum in sums.items() %}
        try_cast(coalesce({{ sum }}, 0) as decimal(18, 4)) as {{ name }},
        {%- endfor %}
        sum(cost_amount) as cost_amount,
        {{ sum_if('order_count', 'count_age_days < ' ~ year) }} as window_order_count,
        {{ sum_if('order_count', 'count_age_days < ' ~ days) }} as recent_order_count,
        {{ sum_if('order_count', 'count_age_days ' ~ previous) }} as prior_order_count,
        {{ sum_if('order_count', in_rfm_window('count_age_days')) }} as rfm_order_count,
        count(case when age_days < {{ short }} then gap_days end) as short_repeat_count,
        count(case when age_days < {{ long }} then gap_days end) as long_repeat_count
    from known_events
    group by store_id, customer_id, as_of_date

),

customer_totals as (

    select
        *,
        -- Each purchase day except the first ends a gap.
        case when first_order_date is null then 0 else 1 + gap_count end
            as purchase_day_count,
        {{ days_from('first_order_date', 'last_order_date') }} as gap_day_sum,
        coalesce(bit_count(category_bits), 0) as category_count,
        coalesce(bit_count(channel_bits), 0) as channel_count,
        {{ most_frequent('order_weekday', range(1, 8)) }} as preferred_weekday,
        {{ most_frequent('order_hour', range(24)) }} as preferred_hour
    from customer_sums
    where
        {{ fits_in_money(
            "'customer ' || customer_id || ' in store ' || store_id",
            sums.keys() | list + [
                'case when unknown_cost_order_count > 0 or first_order_date is null then 0'
                ~ ' else try_cast(net_revenue - coalesce(cost_amount, 0) as decimal(18, 4)) end'
            ], are_cast=true
        ) }}

)

select * from customer_totals
