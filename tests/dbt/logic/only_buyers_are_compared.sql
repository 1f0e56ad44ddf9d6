{%- set scores = ['recency_score', 'frequency_score', 'monetary_score'] -%}
{%- set labels = label_columns() -%}

-- A customer who never bought has no score, and one label in all schemes that compare
-- buyers; nobody else has it.
with

facts as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

tiers as (

    select * from {{ ref('customer_tiers', 'customer_tiers') }}

)

select
    facts.store_id,
    facts.customer_id,
    facts.as_of_date
from facts
inner join tiers on {{ same_customer('facts', 'tiers') }}
where
    facts.purchase_day_count is null
    {%- for score in scores %}
    or (facts.purchase_day_count > 0) <> (tiers.{{ score }} is not null)
    {%- endfor %}
    {%- for scheme in schemes_of_buyers() if scheme in labels %}
    or (facts.purchase_day_count = 0)
    <> coalesce(tiers.{{ labels[scheme] }} = 'no_purchase', false)
    {%- endfor %}
