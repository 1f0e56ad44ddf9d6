with

methods as (

    select distinct
        store_id,
        horizon_days,
        method,
        tried_on
    from marts.customer_forecasts
    where as_of_date = $as_of

)

select
    horizon_days,
    count(*) as store_count,
    count(*) filter (where tried_on = 'none') as untried_store_count,
    count(*) filter (
        where tried_on = 'horizon' and method = 'same_again'
    ) as same_again_store_count
from methods
group by horizon_days
order by horizon_days asc
