{{ config(enabled=is_given('cluster_rules')) }}

with

facts as (

    select
        store_id,
        customer_id,
        {%- for metric in cluster_metrics() %}
        {{ measured(metric) }} as {{ metric }},
        {%- endfor %}
        as_of_date
    from {{ ref('customer_tiers', 'customer_facts') }}
    where purchase_day_count > 0

),

-- Bounds side by side: all of a box must be met.
boxes as (

    select
        store_id,
        cluster_id,
        cluster_name_en,
        cluster_name_zh,
        {%- for metric in cluster_metrics() %}
        {%- for side in ['lower', 'upper'] %}
        {{ rule_of_metric(metric, side ~ '_bound') }} as {{ metric }}_{{ side }},
        {%- endfor %}
        {{ rule_of_metric(metric, 'unknown_values') }} as {{ metric }}_unknown,
        {%- for language in ['en', 'zh'] %}
        {{ rule_of_metric(metric, 'condition_' ~ language) }}
            as {{ metric }}_condition_{{ language }},
        {%- endfor %}
        {%- endfor %}
        box_number
    from {{ ref('customer_tiers', 'cluster_rules') }}
    group by store_id, cluster_id, cluster_name_en, cluster_name_zh, box_number

),

facts_beside_boxes as (

    select
        facts.*,
        boxes.cluster_id,
        boxes.cluster_name_en,
        boxes.cluster_name_zh,
        {%- for metric in cluster_metrics() %}
        boxes.{{ metric }}_condition_en,
        boxes.{{ metric }}_condition_zh,
        case
            when facts.{{ metric }} is null
                then coalesce(boxes.{{ metric }}_unknown <> 'out', true)
            else
                coalesce(boxes.{{ metric }}_unknown <> 'only', true)
                and coalesce(facts.{{ metric }} >= boxes.{{ metric }}_lower, true)
                and coalesce(facts.{{ metric }} < boxes.{{ metric }}_upper, true)
        end as meets_{{ metric }},
        {%- endfor %}
        boxes.box_number
    from facts
    inner join boxes on facts.store_id = boxes.store_id

),

cluster_labels as (

    select * from facts_beside_boxes
    where
        cluster_id is not null
        {%- for metric in cluster_metrics() %}
        and meets_{{ metric }}
        {%- endfor %}

)

select * from cluster_labels
