{% macro join_cut(scheme, metric, name, day='as_of_date') -%}
    left join cuts as {{ name }}
        on
            facts.store_id = {{ name }}.store_id
            and facts.{{ day }} = {{ name }}.as_of_date
            and {{ name }}.scheme = '{{ scheme }}'
            and {{ name }}.metric = '{{ metric }}'
            and {{ meets_cut('facts.' ~ metric, name) }}
{%- endmacro %}
