{{ config(
    materialized='as_of',
    enabled=is_enabled('movement'),
    meta={'version_column': 'history_version'},
) }}

with

migrations as (

    select * from {{ ref('customer_tiers', 'int_label_changes') }}
    where
        is_newest
        and cause in ('behaviour', 'cuts')

),

sentences as (

    select * from {{ ref('customer_tiers', 'int_migration_sentences') }}

),

-- The facts of one scheme, in their order.
changes as (

    select
        store_id,
        customer_id,
        as_of_date,
        {%- for language, comma in [('en', ', '), ('zh', '，')] %}
        concat_ws(
            '{{ comma }}',
            {%- for rank in range(1, 5) %}
            max(case when fact_rank = {{ rank }} then fact_{{ language }} end)
            {{- ',' if not loop.last }}
            {%- endfor %}
        ) as facts_{{ language }},
        {%- endfor %}
        scheme
    from {{ ref('customer_tiers', 'int_change_texts') }}
    group by store_id, customer_id, as_of_date, scheme

),

customer_migrations as (

    select
        migrations.store_id,
        migrations.customer_id,
        migrations.as_of_date,
        migrations.previous_as_of_date,
        migrations.scheme,
        migrations.from_label,
        sentences.from_label_en,
        sentences.from_label_zh,
        migrations.to_label,
        sentences.to_label_en,
        sentences.to_label_zh,
        sentences.direction,
        migrations.cause,
        migrations.net_revenue,
        {{ migration_explanation('en') }} as explanation_en,
        {{ migration_explanation('zh') }} as explanation_zh
    from migrations
    left join changes
        on
            {{ same_customer('migrations', 'changes') }}
            and migrations.scheme = changes.scheme
    left join sentences
        on
            migrations.scheme = sentences.scheme
            and migrations.from_label = sentences.from_label
            and migrations.to_label = sentences.to_label
            and migrations.cause = sentences.cause

)

select * from customer_migrations
