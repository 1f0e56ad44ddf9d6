select
    horizon_days,
    count(*) as store_count,
    count(*) filter (where trial_count = 0) as untried_store_count,
    count(*) filter (
        where not beats_same_again
    ) as same_again_store_count
from marts.forecast_champions
where
    as_of_date = $as_of
    and known_customer_count > 0
group by horizon_days
order by horizon_days asc
