select
    occasion_date,
    occasion,
    count(*) as customer_count
from marts.care_calendar
where
    as_of_date = $as_of
    and store_id = $store
    -- if not personal
    and occasion <> 'birthday'
    -- end
    and occasion_date <= $as_of + 31
group by occasion_date, occasion
order by occasion_date asc, occasion asc
