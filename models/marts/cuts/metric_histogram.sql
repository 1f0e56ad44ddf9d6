{%- set metrics = learned_metrics() -%}

with

customer_facts as (

    select * from {{ ref('customer_facts') }}

),

metrics as (

    select
        metric,
        is_higher_better
    from {{ ref('metrics') }}

),

customers_per_value as (

    {%- for metric in metrics %}

    select
        store_id,
        as_of_date,
        '{{ metric }}' as metric,
        {{ four_places(metric) }} as metric_value,
        count(*) as customer_count
    from customer_facts
    group by store_id, as_of_date, {{ four_places(metric) }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

),

histogram as (

    select
        customers_per_value.*,
        metrics.is_higher_better,
        -- The value turned so that more is better.
        case
            when metrics.is_higher_better then customers_per_value.metric_value
            else -customers_per_value.metric_value
        end as strength,
        greatest(customers_per_value.metric_value, 0)
        * customers_per_value.customer_count as positive_amount
    from customers_per_value
    inner join metrics on customers_per_value.metric = metrics.metric

),

-- An unknown value is the worst, shared by all who have it.
ranked_histogram as (

    select
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        metric_value,
        strength,
        cast(customer_count as bigint) as customer_count,
        cast(sum(customer_count) over everyone as bigint) as total_customer_count,
        cast(sum(positive_amount) over everyone as decimal(28, 4)) as total_amount,
        cast(
            sum(positive_amount) over everyone - sum(positive_amount) over not_better
            as decimal(28, 4)
        ) as better_amount,
        -- A double counts exactly up to 2^53, and adds up faster.
        cast(sum(cast(customer_count as double)) over not_better as bigint)
        - customer_count as worse_customer_count
    from histogram
    window
        everyone as (partition by store_id, as_of_date, metric),
        not_better as (
            partition by store_id, as_of_date, metric
            order by strength nulls first
            rows between unbounded preceding and current row
        )

)

{{ as_of_rows('ranked_histogram') }}
