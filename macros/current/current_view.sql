{#- Beside each dated table a view `<table>_current` for BI: its newest date, with names
    and ranks of its labels, which are never null. A hook of all marts, since models of
    their own would take the build as long again. -#}
{% macro current_view() -%}
    {%- set newest = newest_date() if has_current_view() -%}
    {%- if newest -%}
        {{ adapter.dispatch('create_current_view')(
            this.incorporate(path={'identifier': this.identifier ~ '_current'}, type='view'),
            current_columns(labels_of_model(), codes_of_model()),
            rows_of_current_view(newest)
        ) }}
    {%- endif -%}
{%- endmacro %}

{#- With a contract its columns are known. A plan builds no table. -#}
{% macro has_current_view() %}
    {{ return(
        execute
        and 'as_of_date' in model.columns
        and config.get('contract').enforced
        and not var('only_plan', false)
    ) }}
{% endmacro %}

{% macro rows_of_current_view(newest) %}
from {{ this }} as dated
{%- for column, label in labels_of_model().items() %}
left join {{ relation_of_rules('tier_labels') }} as {{ column }}_names
    on
        {{ column }}_names.scheme = {{ label.scheme }}
        and {{ column }}_names.label = dated.{{ column }}
{%- endfor %}
{%- for column, code in codes_of_model().items() %}
left join {{ relation_of_rules(code.seed) }} as {{ column }}_names
    on {{ column }}_names.{{ code.key }} = dated.{{ column }}
{%- endfor %}
where dated.as_of_date = {{ newest }}
{% endmacro %}

{% macro duckdb__create_current_view(view, columns, rows) -%}
    create or replace view {{ view }} as
    select
        {%- for name, column in columns.items() %}
        {{ column.expression }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{ rows }};
    {%- if config.persist_relation_docs() %}
    comment on view {{ view }} is {{ text_literal(comment_of_current_view()) }};
    {%- endif %}
    {%- for name, column in columns.items() if config.persist_column_docs() %}
    comment on column {{ view }}.{{ name }} is {{ text_literal(column.comment) }};
    {%- endfor %}
{%- endmacro %}

{% macro spark__create_current_view(view, columns, rows) -%}
    create or replace view {{ view }} (
        {%- for name, column in columns.items() %}
        {{ name }}
        {%- if config.persist_column_docs() %} comment {{ text_literal(column.comment) }}{% endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    )
    {%- if config.persist_relation_docs() %}
    comment {{ text_literal(comment_of_current_view()) }}
    {%- endif %}
    as select
        {%- for column in columns.values() %}
        {{ column.expression }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{ rows }}
{%- endmacro %}

{% macro comment_of_current_view() -%}
    {{ model.description }} This view has only the newest as-of date.
{%- endmacro %}
