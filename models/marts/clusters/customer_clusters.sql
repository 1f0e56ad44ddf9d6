{{ config(materialized='view', enabled=is_given('cluster_rules')) }}

{%- set signs = {'en': ['; ', ' (', ')'], 'zh': ['；', '（', '）']} -%}

with

labels as (

    select * from {{ ref('customer_tiers', 'int_cluster_labels') }}

),

past as (

    select
        store_id,
        customer_id,
        as_of_date,
        cluster_id
    from {{ ref('customer_tiers', 'int_cluster_labels') }}

),

as_of_dates as (

    select
        as_of_date,
        previous_as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

-- Units stand in the bounds too, so that both can be compared.
numbers as (

    select
        {%- for metric, unit in cluster_metrics().items() %}
        {%- if unit == 'whole' %}
        {{ format_number(metric, 0) }} as {{ metric }}_text,
        {%- elif unit == 'money' %}
        {{ format_number(metric, 2) }} || ' {{ setting('reporting_currency') }}'
            as {{ metric }}_text,
        {%- elif unit == 'share' %}
        {{ number_as_text('cast(100 * ' ~ metric ~ ' as decimal(18, 2))') }} || '%'
            as {{ metric }}_text,
        {%- else %}
        {{ number_as_text('cast(' ~ metric ~ ' as decimal(18, 2))') }}
            as {{ metric }}_text,
        {%- endif %}
        {%- endfor %}
        *
    from labels

),

-- What the box asks of each fact that it bounds, and what the customer has.
reasons as (

    select
        store_id,
        customer_id,
        as_of_date,
        cluster_id,
        cluster_name_en,
        cluster_name_zh,
        {%- for language, (comma, opening, closing) in signs.items() %}
        concat_ws(
            '{{ comma }}',
            {%- for metric in cluster_metrics() %}
            {{ metric }}_condition_{{ language }}
            || coalesce('{{ opening }}' || {{ metric }}_text || '{{ closing }}', ''),
            {%- endfor %}
            {{ unknown_text() }}
        ) as reason_{{ language }},
        {%- endfor %}
        box_number
    from numbers

),

customer_clusters as (

    select
        reasons.store_id,
        reasons.customer_id,
        reasons.as_of_date,
        reasons.cluster_id,
        reasons.cluster_name_en,
        reasons.cluster_name_zh,
        reasons.box_number,
        reasons.reason_en,
        reasons.reason_zh,
        past.cluster_id as previous_cluster_id
    from reasons
    left join as_of_dates on reasons.as_of_date = as_of_dates.as_of_date
    left join past
        on
            reasons.store_id = past.store_id
            and reasons.customer_id = past.customer_id
            and as_of_dates.previous_as_of_date = past.as_of_date

)

select * from customer_clusters
