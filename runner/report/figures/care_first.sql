select
    calendar.occasion_date,
    calendar.occasion,
    calendar.customer_id,
    -- if personal
    calendar.full_name,
    -- end
    -- if stores
    calendar.store_id,
    -- end
    calendar.action_$language as action,
    calendar.channel_label_$language as channel,
    tiers.net_revenue
from marts.care_calendar as calendar
inner join marts.customer_tiers as tiers
    on
        calendar.store_id = tiers.store_id
        and calendar.customer_id = tiers.customer_id
        and calendar.as_of_date = tiers.as_of_date
where
    calendar.as_of_date = $as_of
    and calendar.store_id = $store
    -- if not personal
    and calendar.occasion <> 'birthday'
    -- end
order by
    calendar.occasion_date asc,
    calendar.priority asc,
    tiers.net_revenue desc,
    calendar.store_id asc,
    calendar.customer_id asc
limit 50
