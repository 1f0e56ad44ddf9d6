{% macro join_cut(scheme, metric, name) -%}
    left join cuts as {{ name }}
        on
            {{ same_day_same_store('facts', name) }}
            and {{ name }}.scheme = '{{ scheme }}'
            and {{ name }}.metric = '{{ metric }}'
            and {{ meets_cut('facts.' ~ metric, name) }}
{%- endmacro %}
