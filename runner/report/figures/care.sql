select
    occasion,
    min(occasion_date) as first_date,
    count(case when occasion_date <= $as_of + 7 then 1 end) as soon_count,
    count(*) as customer_count
from marts.care_calendar
where
    as_of_date = $as_of
    and store_id = $store
    -- if not personal
    and occasion <> 'birthday'
    -- end
group by occasion
order by occasion asc
