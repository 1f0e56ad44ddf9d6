with

scheme_levels as (

    select
        scheme,
        level_rank,
        percent_rank_from,
        lead(percent_rank_from, 1, 2) over (
            partition by scheme
            order by coalesce(percent_rank_from, 0)
        ) as percent_rank_until
    from {{ ref('customer_tiers', 'int_scheme_levels') }}

),

histogram as (

    select
        histogram.*,
        schemes.scheme,
        schemes.is_by_value,
        schemes.must_differ,
        histogram.metric_value is not null or schemes.is_unknown_worst as is_ranked
    from {{ ref('customer_tiers', 'int_metric_histogram') }} as histogram
    inner join {{ percent_rank_schemes() }}
        on histogram.metric = schemes.metric and schemes.is_enabled

),

-- An unknown value is the worst in RFM; in other schemes it has no rank.
metric_totals as (

    select
        store_id,
        as_of_date,
        scheme,
        metric,
        count(metric_value) as value_count,
        sum(case when is_ranked then 0 else customer_count end) as unranked_count
    from histogram
    group by store_id, as_of_date, scheme, metric

),

-- If all are equal, the metric does not distinguish anybody.
ranked_values as (

    select
        histogram.*,
        histogram.worse_customer_count - totals.unranked_count as worse_count,
        histogram.total_customer_count - totals.unranked_count - 1 as other_count
    from histogram
    inner join metric_totals as totals
        on
            {{ same_store_and_date('histogram', 'totals') }}
            and histogram.scheme = totals.scheme
            and histogram.metric = totals.metric
    where
        histogram.is_ranked
        and (totals.value_count > 1 or not histogram.must_differ)

),

-- The share of the others that is worse or, by value, that has less.
percent_ranks as (

    select
        *,
        coalesce({{ ratio(
            'case when is_by_value and not is_higher_better
                then other_count + 1 - customer_count - worse_count
                else worse_count
            end',
            'other_count'
        ) }}, 0) as percent_rank
    from ranked_values

),

levels as (

    select
        ranks.store_id,
        ranks.as_of_date,
        ranks.scheme,
        'percent_rank' as method,
        ranks.metric,
        ranks.is_higher_better,
        ranks.oriented_value,
        ranks.customer_count,
        scheme_levels.level_rank,
        scheme_levels.percent_rank_from as threshold
    from percent_ranks as ranks
    inner join scheme_levels
        on
            ranks.scheme = scheme_levels.scheme
            and ranks.percent_rank >= coalesce(scheme_levels.percent_rank_from, 0)
            and ranks.percent_rank < scheme_levels.percent_rank_until

)

select * from levels
