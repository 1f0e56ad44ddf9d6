{%- set schemes = schemes_of_buyers() -%}

with

customers as (

    select
        store_id,
        customer_id,
        as_of_date
    from {{ ref('customer_tiers', 'customer_facts') }}
    where purchase_day_count = 0

),

no_purchase as (

    select * from {{ rules('no_purchase_label') }}

),

customers_with_sentence as (

    select
        customers.*,
        no_purchase.label,
        no_purchase.sentence_en,
        no_purchase.sentence_zh
    from customers
    cross join no_purchase

),

-- Nothing is measured of them, so each scheme says it once.
explained_no_purchases as (

    {%- for scheme, metric in schemes.items() if scheme in label_columns() %}

    {{ explained_level(
        'customers_with_sentence', scheme, metric, 'label',
        {
            'metric_value': 'null',
            'sentence_en': 'sentence_en',
            'sentence_zh': 'sentence_zh',
        }
    ) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from explained_no_purchases
