{{ config(enabled=is_tested(['rfm_fixed_bounds'])) }}

-- Scores that rfm_fixed_bounds does not bound exactly once, where rfm_method is fixed.
with

metrics as (

    select distinct metric from {{ rules('rfm_fixed_bounds') }}

)

select
    metrics.metric,
    whole_numbers.n as score
from metrics
cross join {{ whole_numbers(setting('rfm_bins')) }}
left join {{ rules('rfm_fixed_bounds') }} as bounds
    on metrics.metric = bounds.metric and whole_numbers.n = bounds.score
where '{{ setting('rfm_method') }}' = 'fixed'
group by metrics.metric, whole_numbers.n
having count(bounds.metric) <> 1
