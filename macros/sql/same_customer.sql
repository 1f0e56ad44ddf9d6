{% macro same_customer(left, right) -%}
    {{ left }}.store_id = {{ right }}.store_id
    and {{ left }}.customer_id = {{ right }}.customer_id
    and {{ left }}.as_of_date = {{ right }}.as_of_date
{%- endmacro %}

{% macro same_store_and_date(left, right) -%}
    {{ left }}.store_id = {{ right }}.store_id
    and {{ left }}.as_of_date = {{ right }}.as_of_date
{%- endmacro %}

{#- Anything without a date was always known. -#}
{% macro known_profile(customers) -%}
    {{ customers }}.store_id = profiles.store_id
    and {{ customers }}.customer_id = profiles.customer_id
    and coalesce(profiles.registered_date, {{ customers }}.as_of_date)
    <= {{ customers }}.as_of_date
{%- endmacro %}

{% macro same(columns, left, right) -%}
    {%- for column in columns %}
    {{ left }}.{{ column }} = {{ right }}.{{ column }}{{ ' and' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- One column a line, for a list of them that is needed often. -#}
{% macro listed(columns, table=none) -%}
    {%- for column in columns %}
        {{ table ~ '.' if table }}{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
