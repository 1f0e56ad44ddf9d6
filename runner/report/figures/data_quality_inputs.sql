select
    input_name,
    rejection_reason,
    count(*) as row_count
from marts.rejected_rows
group by all
order by row_count desc, input_name asc, rejection_reason asc
