{{ config(enabled=is_tested(['rfm_value_segments'])) }}

with

bits as (

    select n - 1 as score from {{ whole_numbers(2) }}

),

codes as (

    select concat(recency.score, frequency.score, monetary.score) as rfm_value_code
    from bits as recency
    cross join bits as frequency
    cross join bits as monetary

)

select
    codes.rfm_value_code,
    count(segments.rfm_value_segment) as segment_count
from codes
left join {{ rules('rfm_value_segments') }} as segments
    on codes.rfm_value_code = segments.rfm_value_code
group by codes.rfm_value_code
having count(segments.rfm_value_segment) <> 1
