with

-- A history of many dates would take long.
newest_dates as (

    select distinct as_of_date
    from marts.tier_cuts
    where as_of_date <= $as_of
    order by as_of_date desc
    limit 60

),

chosen_dates as (

    select as_of_date from newest_dates
    union
    select unnest([$as_of, $before]) as as_of_date

),

dates as (

    select
        as_of_date,
        count(*) as customer_count,
        sum(net_revenue) as net_revenue,
        sum(net_revenue) / nullif(sum(order_count), 0) as average_order_value,
        count(case when purchase_day_count >= 2 then 1 end)
        / nullif(count(case when purchase_day_count >= 1 then 1 end), 0)
            as repeat_rate,
        count(case when abc_class = 'A' then 1 end) / count(*)
            as class_a_customer_share,
        count(case when lifecycle_stage = 'lapsed' then 1 end)
            as churned_customer_count
    from marts.customer_tiers
    where
        as_of_date in (select chosen_dates.as_of_date from chosen_dates)
        and store_id = $store
    group by as_of_date

),

-- if growth_accounting
activity as (

    select
        as_of_date,
        max(previous_as_of_date) as previous_as_of_date,
        sum(active_customer_count) as active_customer_count,
        sum(retained_customer_count)
        / nullif(sum(previous_active_customer_count), 0) as retention_rate
    from marts.growth_accounting
    where
        as_of_date <= $as_of
        and store_id = $store
    group by as_of_date

),

-- end
dates_with_periods as (

    select
        *,
        as_of_date - lag(as_of_date) over (order by as_of_date) as period_days,
        net_revenue - lag(net_revenue) over (order by as_of_date)
            as period_net_revenue
    from dates

)

select
    dates.as_of_date,
    dates.customer_count,
    -- if growth_accounting
    activity.previous_as_of_date,
    activity.active_customer_count,
    activity.retention_rate,
    -- end
    dates.net_revenue,
    dates.period_days,
    dates.period_net_revenue,
    dates.average_order_value,
    dates.repeat_rate,
    dates.class_a_customer_share,
    dates.churned_customer_count
from dates_with_periods as dates
-- if growth_accounting
left join activity on dates.as_of_date = activity.as_of_date
-- end
order by dates.as_of_date desc
