-- Who never bought has one label in all schemes that compare buyers, and no score; nobody
-- else has it.
with

facts as (

    select * from {{ ref('customer_facts') }}

),

tiers as (

    select * from {{ ref('customer_tiers') }}

)

select
    facts.store_id,
    facts.customer_id,
    facts.as_of_date
from facts
inner join tiers on {{ same_customer('facts', 'tiers') }}
where
    {%- for score in ['recency_score', 'frequency_score', 'monetary_score'] %}
    (facts.purchase_day_count > 0) <> (tiers.{{ score }} is not null) or
    {%- endfor %}
    {%- for scheme in schemes_of_buyers() if scheme in label_columns() %}
    (facts.purchase_day_count = 0)
    <> coalesce(tiers.{{ label_columns()[scheme] }} = 'no_purchase', false)
    {{- ' or' if not loop.last }}
    {%- endfor %}
