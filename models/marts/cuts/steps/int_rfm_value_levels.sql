{#- The cut as a fraction, so that an equal value compares as equal. -#}
{%- set numerator, denominator = {
    'mean': ('sum(metric_value * customer_count)', 'cast(sum(customer_count) as bigint)'),
    'median': ('max(lower_middle_value) + max(upper_middle_value)', '2'),
    'value': ('max(bound)', '1'),
}[setting('rfm_value_cut')] -%}

with

bounds as (

    select
        metric,
        bound
    from {{ rules('rfm_value_bounds') }}

),

histogram as (

    select
        histogram.*,
        bounds.bound,
        sum(histogram.customer_count) over everyone as known_customer_count,
        sum(histogram.customer_count) over up_to_value as up_to_value_count
    from {{ ref('customer_tiers', 'int_metric_histogram') }} as histogram
    inner join bounds on histogram.metric = bounds.metric
    where histogram.metric_value is not null
    window
        everyone as (
            partition by histogram.store_id, histogram.as_of_date, histogram.metric
        ),
        up_to_value as (
            partition by histogram.store_id, histogram.as_of_date, histogram.metric
            order by histogram.metric_value
            rows between unbounded preceding and current row
        )

),

histogram_with_middle as (

    select
        *,
        -- The maximum of these is the middle value, or the lower and the upper of the
        -- middle two.
        case
            when 2 * (up_to_value_count - customer_count) < known_customer_count
                then metric_value
        end as lower_middle_value,
        case
            when 2 * (up_to_value_count - customer_count) <= known_customer_count
                then metric_value
        end as upper_middle_value
    from histogram

),

cuts as (

    select
        store_id,
        as_of_date,
        metric,
        {{ numerator }} as cut_numerator,
        {{ denominator }} as cut_denominator
    from histogram_with_middle
    group by store_id, as_of_date, metric

),

levels as (

    select
        histogram.store_id,
        histogram.as_of_date,
        'rfm_value' as scheme,
        '{{ setting('rfm_value_cut') }}' as method,
        histogram.metric,
        histogram.is_higher_better,
        histogram.oriented_value,
        histogram.customer_count,
        case
            when histogram.metric_value is null then 1
            when
                histogram.is_higher_better
                and histogram.metric_value * cuts.cut_denominator >= cuts.cut_numerator
                then 2
            when
                not histogram.is_higher_better
                and histogram.metric_value * cuts.cut_denominator <= cuts.cut_numerator
                then 2
            else 1
        end as level_rank,
        {{ ratio('cuts.cut_numerator', 'cuts.cut_denominator') }} as threshold
    from {{ ref('customer_tiers', 'int_metric_histogram') }} as histogram
    left join cuts
        on
            histogram.store_id = cuts.store_id
            and histogram.as_of_date = cuts.as_of_date
            and histogram.metric = cuts.metric
    where histogram.metric in ('days_since_last_order', 'rfm_frequency', 'rfm_monetary')

)

select * from levels
